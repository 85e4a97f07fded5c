/* feedsvc embeds, version 1. Published: a change is a new version, at a new address. */
(() => {
  if (customElements.get("feedsvc-feed")) return; // pasted with each of several snippets
  const base = new URL(document.currentScript.src).origin + "/embed/";
  const OPTIONS = ["limit", "summary", "image", "theme", "accent", "lang", "key"];
  const waiting = new Map();

  // A frame in sight keeps its height and scrolls inside: the text below must not move.
  const settle = () => {
    for (const [frame, height] of waiting) {
      const { bottom, top, width } = frame.getBoundingClientRect();
      if (!width || Math.min(bottom, top + height) < innerHeight) continue;
      frame.style.height = height + "px";
      waiting.delete(frame);
    }
  };

  addEventListener("message", ({ source, data }) => {
    if (!data || data.type !== "feedsvc:height" || !Number.isInteger(data.height)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow !== source || !frame.src.startsWith(base)) continue;
      const height = Math.min(Math.max(data.height, 120), 2000);
      if (height === frame.offsetHeight) waiting.delete(frame);
      else waiting.set(frame, height);
    }
    settle();
  });
  addEventListener("scroll", settle, { passive: true });
  addEventListener("resize", settle);

  // Frames that were there first have spoken to nobody.
  for (const frame of document.querySelectorAll(`iframe[src^="${base}"]`))
    frame.contentWindow.postMessage({ type: "feedsvc:ready" }, "*");

  customElements.define("feedsvc-feed", class extends HTMLElement {
    static observedAttributes = ["category", "source", "article", ...OPTIONS];

    connectedCallback() {
      if (this.frame) return;
      const frame = this.frame = document.createElement("iframe");
      frame.title = this.title || this.textContent.trim() || "feedsvc";
      frame.height = this.getAttribute("height") || this.usualHeight;
      frame.width = "100%";
      frame.style.border = 0;
      frame.loading = "lazy";
      frame.referrerPolicy = "no-referrer";
      frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
      this.attributeChangedCallback();
      this.style.display = "block";
      this.replaceChildren(frame);
    }

    get usualHeight() {
      if (this.getAttribute("article")) return 312;
      const row = this.hasAttribute("summary") ? 143 : 97;
      return 95 + row * (+this.getAttribute("limit") || 5);
    }

    attributeChangedCallback() {
      if (!this.frame) return;
      const query = new URLSearchParams();
      for (const name of ["category", "source"])
        for (const slug of (this.getAttribute(name) || "").split(/[\s,]+/))
          if (slug) query.append(name, slug);
      for (const name of OPTIONS)
        if (this.hasAttribute(name)) query.set(name, this.getAttribute(name) || "1");
      const code = this.getAttribute("article");
      const src = base + (code ? "articles/" + encodeURIComponent(code) : "feeds") + "?" + query;
      if (this.frame.src !== src) this.frame.src = src;
    }
  });
})();
