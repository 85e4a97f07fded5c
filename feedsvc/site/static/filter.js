// Filters the lists of a page by name as one types. Without this file the form's button
// does it. What is compared is as in site/view/filters.py.
const input = document.querySelector(".filtering input");
const count = document.querySelector(".filtering [role=status]");
const lists = document.querySelector(".lists");
const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
let items;

const read = () => {
  items = Array.from(lists.querySelectorAll("li"), (item) => {
    const link = item.querySelector("a");
    const slug = link.pathname.split("/").at(-2);
    const names = [fold(link.textContent), slug, slug.replaceAll("-", "")].join("\n");
    return { item, names, box: item.querySelector("input") };
  });
};

const show = () => {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { item, names, box } of items) {
    const matches = words.every((word) => names.includes(word));
    found += matches;
    item.hidden = !matches && !box?.checked;
  }
  for (const group of lists.querySelectorAll(".letter, .directory"))
    group.hidden = !group.querySelector("li:not([hidden])");
  for (const link of lists.querySelectorAll(".letters a"))
    link.classList.toggle("none", document.getElementById(decodeURI(link.hash).slice(1)).hidden);
  const { found: some, none } = count.dataset;
  const shown = found.toLocaleString(document.documentElement.lang);
  count.textContent = !words.length ? "" : found ? some.replace("{n}", shown) : none;
};

// A page that the server has filtered lacks the other entries: they are fetched once.
const fetchAll = async () => {
  const answer = await fetch(lists.dataset.all);
  if (!answer.ok) throw new Error(`${answer.status} of the whole list`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const ticked = Array.from(lists.querySelectorAll(":checked"), ({ name, value }) => name + "=" + value);
  lists.replaceChildren(...page.querySelector(".lists").childNodes);
  for (const box of lists.querySelectorAll("[type=checkbox]"))
    box.checked = ticked.includes(box.name + "=" + box.value);
  read();
  show();
};

if (input) {  // an empty site has nothing to filter
  let isWhole = !input.defaultValue.trim();
  read();
  input.addEventListener("input", () => {
    // The page stays long enough for the box to stay where it is.
    lists.style.minHeight = Math.min(lists.offsetHeight, innerHeight) + "px";
    show();
    if (isWhole) return;
    isWhole = true;
    fetchAll().catch(() => { isWhole = false; });
  });
  // What a browser has put back into the box of a page that one returns to.
  if (input.value !== input.defaultValue) input.dispatchEvent(new Event("input"));
}
