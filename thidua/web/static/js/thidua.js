// What every page shares: focus on errors, dialogs, notices, printing. Pages work without it.
const notices = () => document.getElementById("notices");

function tell(templateId) {
  const template = document.getElementById(templateId);
  notices()?.replaceChildren(template.content.cloneNode(true));
}

function onClick(event) {
  const button = event.target.closest("[data-dismiss],[data-opens],[data-closes],[data-print]");
  if (!button) return;
  if (button.hasAttribute("data-dismiss")) button.closest(".notice")?.remove();
  if (button.dataset.opens) document.getElementById(button.dataset.opens)?.showModal();
  if (button.hasAttribute("data-closes")) button.closest("dialog")?.close();
  if (button.hasAttribute("data-print")) window.print();
}

// Cards on a phone stay a table to a screen reader; a sheet that scrolls can be reached by keyboard.
function prepareTables(root) {
  const roles = { TABLE: "table", TBODY: "rowgroup", THEAD: "rowgroup", TR: "row", TD: "cell" };
  for (const part of root.querySelectorAll(".table, .table :is(thead, tbody, tr, td)")) {
    if (!part.hasAttribute("role")) part.setAttribute("role", roles[part.tagName]);
  }
  for (const head of root.querySelectorAll(".table th")) {
    if (!head.hasAttribute("role")) head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
  }
  for (const wrap of root.querySelectorAll(".table-wrap")) {
    if (wrap.scrollWidth <= wrap.clientWidth && wrap.scrollHeight <= wrap.clientHeight) continue;
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    const title = wrap.querySelector("caption") ?? document.querySelector("h1");
    if (!wrap.hasAttribute("aria-label")) wrap.setAttribute("aria-label", title?.textContent.trim() ?? "");
  }
}

document.addEventListener("click", onClick);
document.addEventListener("htmx:sendError", () => tell("notice-offline"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) tell("notice-broken");
});
document.addEventListener("htmx:afterSettle", (event) => prepareTables(event.target));
prepareTables(document);
// On a phone a list comes before its filters, unless one is on.
if (window.matchMedia("(max-width: 48em)").matches && !location.search) {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = false;
}
document.querySelector("[data-focus]")?.focus();
