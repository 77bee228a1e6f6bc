// The page of a background job: keeps the focus where it was when the progress is drawn anew.
let held = "";

document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.target.contains(document.activeElement) && document.activeElement.closest("form");
  held = form ? form.getAttribute("action") : "";
});

document.addEventListener("htmx:afterSwap", (event) => {
  const button = held && event.target.querySelector(`form[action="${held}"] button`);
  if (button) button.focus();
});
