// Copies the address, or code, beside its button. Without this file there are none, and no
// harm.
const offer = (root) => {
  for (const button of root.querySelectorAll(".address button")) {
    const field = button.parentElement.querySelector("input, textarea");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch { // no HTTPS, or not allowed
        field.select();
        if (!document.execCommand("copy")) return;
      }
      button.textContent = button.dataset.done;
    });
  }
};
offer(document);
document.addEventListener("shown", ({ target }) => offer(target));
