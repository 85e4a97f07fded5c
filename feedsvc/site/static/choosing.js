// Shows what a form makes while it is filled in, and filters its lists. Without this file
// its button does the first, and the browser's own search the second.
for (const form of document.querySelectorAll("form[data-live]")) {
  const result = document.getElementById(form.dataset.live);
  let timer, asked = 0;
  const show = async () => {
    const mine = ++asked;
    const url = form.action + "?" + new URLSearchParams(new FormData(form));
    const answer = await fetch(url);
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    result.replaceChildren(...page.getElementById(result.id).childNodes);
    result.dispatchEvent(new Event("shown", { bubbles: true }));
    history.replaceState(null, "", url);
  };
  const soon = ({ target }) => {
    if (!target.name) return;
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });

  const filter = form.querySelector(".filter");
  filter.hidden = false;
  filter.firstElementChild.addEventListener("input", ({ target }) => {
    const wanted = target.value.trim().toLowerCase();
    for (const item of form.querySelectorAll(".choices li"))
      item.hidden = !item.textContent.toLowerCase().includes(wanted)
        && !item.querySelector("input").checked;
  });
}
