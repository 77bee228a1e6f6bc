// Saves the grid of a registration as it is typed: a few cells every few seconds and on leaving the sheet. One saving
// at a time, each with the version it builds on; when somebody else saved in between, it says so and waits.
import { wire } from "./grid.js";

const WAIT = 3000;
const form = document.querySelector("[data-sheet]");
const status = document.getElementById("save-state");
const panel = document.getElementById("conflict");
const pending = new Map(); // key → box, changed and not yet stored
let timer = 0;
let running = null;
let held = false; // a conflict waits for the person

const say = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), form.dataset[name]);
const tell = (words) => (status.textContent = words);
const boxes = () => [...form.querySelectorAll('input[name="on"]')];
const titleOf = (box) => box.closest("label").querySelector(".tick-title").textContent;
const nameOf = (box) => box.closest("tr")?.dataset.name ?? form.querySelector("legend").textContent;

function count() {
  for (const place of form.querySelectorAll("[data-count]")) {
    const ticked = boxes().filter((box) => box.checked && box.value.endsWith(`:${place.dataset.count}`));
    place.textContent = `(${ticked.length})`;
  }
}

function later() {
  clearTimeout(timer);
  if (!held) timer = setTimeout(save, WAIT);
}

function setVersion(version) {
  for (const field of document.querySelectorAll('input[name="version"]')) field.value = version;
}

async function save() {
  clearTimeout(timer);
  if (running) await running;
  if (!pending.size || held) return !held;
  running = send();
  const done = await running;
  running = null;
  if (pending.size && !held) later();
  return done;
}

async function send() {
  const sent = new Map([...pending].map(([key, box]) => [key, box.checked]));
  const keys = (on) => [...sent].filter(([, checked]) => checked === on).map(([key]) => key).join(",");
  const body = new FormData();
  body.set("version", form.elements.version.value);
  body.set("on", keys(true));
  body.set("off", keys(false));
  tell(say("saidSaving"));
  try {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers, redirect: "manual" });
    if (!answer.headers.get("content-type")?.includes("json")) return signedOut();
    const said = await answer.json();
    if (answer.ok) return stored(sent, said);
    if (said.code === "stale_version") return conflict(said);
    held = true;
    tell(`${said.message} ${said.next_step}`);
  } catch {
    tell(say("saidOffline"));
  }
  return false;
}

function stored(sent, said) {
  setVersion(said.version);
  const was = new Set(form.elements.was.value.split(",").filter(Boolean));
  for (const [key, checked] of sent) {
    checked ? was.add(key) : was.delete(key);
    if (pending.get(key)?.checked === checked) pending.delete(key);
  }
  form.elements.was.value = [...was].sort().join(",");
  tell(pending.size ? say("saidUnsaved", { count: pending.size }) : say("saidSaved", { time: said.saved_at }));
  return true;
}

function signedOut() {
  tell(say("saidSignedOut"));
  return false;
}

// Show what stands now in every cell the person did not touch, keep theirs, and list the cells that differ.
function conflict(said) {
  held = true;
  const now = new Set(said.current.on);
  setVersion(said.current.version);
  form.elements.was.value = said.current.on.join(",");
  for (const box of boxes()) {
    if (!pending.has(box.value)) box.checked = now.has(box.value);
    else if (box.checked === now.has(box.value)) pending.delete(box.value);
    box.closest("label").classList.toggle("changed", pending.has(box.value));
  }
  panel.querySelector("[data-conflict-message]").textContent = said.message;
  panel.querySelector("[data-conflict-next]").textContent = pending.size ? said.next_step : say("saidSame");
  panel.querySelector("[data-conflict-mine]").replaceChildren(
    ...[...pending.values()].map((box) => {
      const item = document.createElement("li");
      item.textContent = say(box.checked ? "saidMineOn" : "saidMineOff", { name: nameOf(box), title: titleOf(box) });
      return item;
    }),
  );
  panel.hidden = false;
  panel.focus();
  tell(say("saidUnsaved", { count: pending.size }));
  count();
  return false;
}

function settle(keep) {
  const now = new Set(form.elements.was.value.split(","));
  for (const box of pending.values()) {
    if (!keep) box.checked = now.has(box.value);
    box.closest("label").classList.remove("changed");
  }
  if (!keep) pending.clear();
  panel.hidden = true;
  held = false;
  count();
  tell("");
  save();
}

form.addEventListener("change", (event) => {
  if (event.target.name !== "on") return;
  pending.set(event.target.value, event.target);
  event.target.closest("label").classList.remove("changed");
  count();
  tell(say("saidUnsaved", { count: pending.size }));
  later();
});
form.addEventListener("focusout", (event) => {
  if (!form.contains(event.relatedTarget)) save();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (panel.hidden) held = false;
  save();
});
// Buttons and links that act on the whole registration wait until the last ticks are stored.
for (const other of document.querySelectorAll("form[data-saves-first]")) {
  other.addEventListener("submit", async (event) => {
    if (!pending.size && !running) return;
    event.preventDefault();
    if (await save()) other.submit();
  });
}
document.querySelector(".page-header")?.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || (!pending.size && !running)) return;
  event.preventDefault();
  if (await save()) location.assign(link.href);
});
panel.querySelector("[data-keep-mine]").addEventListener("click", () => settle(true));
panel.querySelector("[data-keep-theirs]").addEventListener("click", () => settle(false));
window.addEventListener("online", () => save());
window.addEventListener("beforeunload", (event) => {
  if (pending.size) event.preventDefault();
});
setInterval(() => pending.size && !held && save(), 10 * WAIT);
wire(form, tell);
count();
