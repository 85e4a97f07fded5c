// Tells WeChat's browser how to share this page: as its og: metas say. In any other nothing
// happens; and whatever goes wrong, WeChat shows what it finds by itself.
async function tellWeChat() {
  const said = (name) => document.querySelector(`meta[property="og:${name}"]`).content;
  const shared = {
    title: said("title"),
    desc: said("description"),
    link: said("url"),
    imgUrl: said("image"),
  };
  const query = new URLSearchParams({ url: location.href.split("#")[0] });
  const answer = await fetch(`/api/v1/wechat/signature?${query}`);
  const signature = await answer.json();
  if (!answer.ok) return;
  await new Promise((resolve, reject) => {
    const sdk = document.createElement("script");
    sdk.src = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";
    sdk.onload = resolve;
    sdk.onerror = reject;
    document.head.append(sdk);
  });
  const jsApiList = ["updateAppMessageShareData", "updateTimelineShareData"];
  wx.config({ ...signature, jsApiList });
  wx.ready(() => jsApiList.forEach((name) => wx[name](shared)));
}

if (navigator.userAgent.includes("MicroMessenger")) tellWeChat().catch(() => {});
