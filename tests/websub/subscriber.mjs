// Subscribes to a topic, and prints each event as a line of JSON; a line of input unsubscribes.
import { createInterface } from "node:readline";
import pubSubHubbub from "pubsubhubbub";

const [hub, topic, secret] = process.argv.slice(2);
const client = pubSubHubbub.createServer({ secret });

function say(event, more) {
  console.log(JSON.stringify({ event, ...more }));
}

for (const event of ["subscribe", "unsubscribe", "denied"]) {
  client.on(event, (data) => say(event, { topic: data.topic, error: data.error?.message }));
}
// Only what is signed as it should be comes here.
client.on("feed", (data) =>
  say("feed", { topic: data.topic, hub: data.hub, text: data.feed.toString() }),
);
client.on("error", (error) => say("error", { error: error.message }));
client.on("listen", () => {
  client.callbackUrl = `http://127.0.0.1:${client.server.address().port}`;
  client.subscribe(topic, hub, (error) => say("asked", { error: error?.message }));
});
createInterface({ input: process.stdin }).on("line", () => client.unsubscribe(topic, hub));
client.listen(0, "127.0.0.1");
