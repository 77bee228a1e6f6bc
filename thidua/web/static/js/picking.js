// Ticking many of a list: how many are ticked, all at once, and a search without accents that hides the others.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();

for (const form of document.querySelectorAll("form[data-picks]")) {
  const boxes = [...form.querySelectorAll('input[type="checkbox"][name="de_nghi"], input[type="checkbox"][name="nguoi"]')];
  const bar = form.querySelector(".bulk");
  const places = form.querySelectorAll(".bulk strong, [data-pick-count]");
  const all = form.querySelector("[data-pick-all]");
  const find = form.querySelector("[data-pick-find]");
  const shown = () => boxes.filter((box) => !box.closest("li")?.hidden);

  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    for (const place of places) place.textContent = ticked;
    if (bar) bar.hidden = !ticked;
    if (!all) return;
    const box = all.querySelector("input");
    box.checked = shown().length > 0 && shown().every((one) => one.checked);
    box.indeterminate = !box.checked && shown().some((one) => one.checked);
  };

  for (const part of form.querySelectorAll("[data-pick-all], [data-pick-tools]")) part.hidden = !boxes.length;
  all?.addEventListener("change", (event) => {
    for (const box of shown()) box.checked = event.target.checked;
    count();
  });
  find?.addEventListener("input", () => {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    for (const box of boxes) {
      const text = plain(box.closest("li").textContent);
      box.closest("li").hidden = !words.every((word) => text.includes(word));
    }
    count();
  });
  find?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // searching must not send the form
  });
  form.addEventListener("change", count);
  count();
}
