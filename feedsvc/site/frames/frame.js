(() => {
  const host = window.parent;
  if (host === window) return; // opened by itself: it would write to itself for ever
  const secret = (/^#\?secret=([A-Za-z0-9]{1,64})$/.exec(location.hash) || [])[1];
  const main = document.querySelector("main");
  const say = (message) => host.postMessage(message, "*");
  let told = 0;
  const tell = () => {
    if (!innerWidth) return; // not shown yet: every height would be wrong
    const slack = main.clientHeight - main.firstElementChild.offsetHeight;
    const height = Math.ceil(document.body.getBoundingClientRect().height - slack);
    if (height === told) return;
    told = height;
    say({ type: "feedsvc:height", height });
    if (secret) say({ message: "height", value: height, secret });
  };
  addEventListener("message", ({ source, data }) => {
    if (source !== host || !data) return;
    if (data.type !== "feedsvc:ready" && !(secret && data.message === "ready" && data.secret === secret)) return;
    told = 0;
    tell();
  });
  // WordPress forbids frames to open windows, and opens our own links for them.
  addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!secret || !link || link.host !== location.host || event.button) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    say({ message: "link", value: link.href, secret });
  });
  new ResizeObserver(tell).observe(document.body);
  tell();
})();
