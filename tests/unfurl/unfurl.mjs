// Prints as JSON, for each URL of its arguments, where it led and what an app would show.
import ogs from "open-graph-scraper";

const previews = process.argv.slice(2).map(async (url) => {
  // Only what the page says outright: no title or image guessed from its body.
  const { result, response } = await ogs({ url, onlyGetOpenGraphInfo: true });
  return { ...result, landed: response.url };
});
console.log(JSON.stringify(await Promise.all(previews)));
