// Copies the address beside its button. Without this file there are none, and no harm.
for (const button of document.querySelectorAll(".address button")) {
  const address = button.parentElement.querySelector("input");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address.value);
    } catch { // no HTTPS, or not allowed
      address.select();
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.done;
  });
}
