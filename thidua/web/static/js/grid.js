// Moving about in a sheet by keyboard, filling down and pasting. Knows checkboxes, selects and text; saves nothing.
// Every change it makes fires a "change" event on the control, as typing does.

export const controlsOf = (row) => [...row.cells].slice(1).map((cell) => cell.querySelector("input,select"));
const rowsOf = (table) => [...table.tBodies[0].rows].filter((row) => !row.hidden);

function placeOf(control) {
  const row = control?.closest("tr");
  const table = row?.closest("[data-grid]");
  if (!table || !row.closest("tbody")) return null;
  return { table, rows: rowsOf(table), row: rowsOf(table).indexOf(row), column: controlsOf(row).indexOf(control) };
}

export function setControl(control, value) {
  if (!control || value === null || value === undefined) return false;
  const box = control.type === "checkbox";
  if (box ? control.checked === Boolean(value) : control.value === String(value)) return false;
  if (box) control.checked = Boolean(value);
  else control.value = String(value);
  control.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

const valueOf = (control) => (control.type === "checkbox" ? control.checked : control.value);

// Copy the focused cell's value to every cell below it in its column.
export function fillDown(control) {
  const place = placeOf(control);
  if (!place || place.column < 0) return 0;
  const below = place.rows.slice(place.row + 1).map((row) => controlsOf(row)[place.column]);
  return below.filter((cell) => cell?.type === control.type && setControl(cell, valueOf(control))).length;
}

// Tick a whole column, or clear it when all of it is ticked already.
export function fillColumn(table, column) {
  const cells = rowsOf(table).map((row) => controlsOf(row)[column]).filter(Boolean);
  const on = !cells.every((cell) => cell.checked);
  for (const cell of cells) setControl(cell, on);
}

function applyBlock(control, rows) {
  const place = placeOf(control);
  let changed = 0;
  rows.forEach((values, down) => {
    const row = place.rows[place.row + down];
    if (!row) return;
    const cells = controlsOf(row);
    values.forEach((value, right) => {
      if (setControl(cells[place.column + right], value)) changed += 1;
    });
  });
  return changed;
}

// The page's own reader of spreadsheet words answers what each pasted cell means (one reader, tested on the server).
async function paste(event, form, tell) {
  const place = placeOf(document.activeElement);
  if (!place || place.column < 0 || document.activeElement.type === "text") return;
  const text = event.clipboardData?.getData("text/plain");
  if (!text) return;
  event.preventDefault();
  const control = document.activeElement;
  const body = new FormData();
  body.set("text", text);
  body.set("kinds", place.table.dataset.kinds.split(",").slice(place.column).join(","));
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  try {
    const answer = await fetch(form.dataset.paste, { method: "POST", body, headers });
    const said = await answer.json();
    if (!answer.ok) return tell(said.message);
    const words = [form.dataset.saidPasted.replace("{count}", applyBlock(control, said.rows))];
    if (said.unknown.length) words.push(form.dataset.saidUnknown.replace("{words}", said.unknown.join(", ")));
    tell(words.join(" "));
  } catch {
    tell(form.dataset.saidOffline);
  }
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function onKey(event) {
  const control = event.target;
  const place = placeOf(control);
  if (!place || place.column < 0) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
    event.preventDefault();
    fillDown(control);
    return;
  }
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || control.type === "text") return;
  // In a list of grades the up and down arrows choose; with Shift they move.
  if (control.tagName === "SELECT" && step[0] && !event.shiftKey) return;
  event.preventDefault();
  let [row, column] = [place.row + step[0], place.column + step[1]];
  while (place.rows[row] && column >= 0 && column < controlsOf(place.rows[row]).length) {
    const next = controlsOf(place.rows[row])[column];
    if (next) return next.focus();
    [row, column] = [row + step[0], column + step[1]];
  }
}

// Wire one form: keys, paste, the fill buttons. `tell(words)` speaks in the page's status line.
export function wire(form, tell) {
  let last = null;
  form.addEventListener("keydown", onKey);
  form.addEventListener("focusin", (event) => {
    if (placeOf(event.target)) last = event.target;
  });
  document.addEventListener("paste", (event) => paste(event, form, tell));
  for (const button of form.querySelectorAll("[data-fill-column]")) {
    button.hidden = false;
    button.addEventListener("click", () => fillColumn(button.closest("table"), Number(button.dataset.fillColumn)));
  }
  for (const button of document.querySelectorAll("[data-fill-down]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!last) return;
      fillDown(last);
      last.focus();
    });
  }
  for (const help of document.querySelectorAll("[data-keys]")) help.hidden = false;
}
