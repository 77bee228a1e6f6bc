// The result sheet: keys, fill down and paste as in every sheet; marks what is typed and warns before leaving it.
import { wire } from "./grid.js";

const form = document.querySelector("[data-results]");
const status = document.getElementById("save-state");
const changed = new Set();
const tell = (words) => (status.textContent = words);

const stored = (control) =>
  control.tagName === "SELECT" ? [...control.options].find((option) => option.defaultSelected)?.value ?? "" : control.defaultValue;

form.addEventListener("change", (event) => {
  const control = event.target;
  const differs = control.value !== stored(control);
  control.classList.toggle("changed", differs);
  differs ? changed.add(control) : changed.delete(control);
  tell(changed.size ? form.dataset.saidUnsaved.replace("{count}", changed.size) : "");
});
form.addEventListener("submit", () => changed.clear());
window.addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});
wire(form, tell);
