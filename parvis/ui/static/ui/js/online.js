// A browser that says it is online has a network, which may lead nowhere yet: the server is asked.
const PAUSES = [0, 1000, 3000, 10000];

/** Call `act` when the network is back and the server answers. */
export function whenBack(act) {
  let asking = false;
  addEventListener("online", async () => {
    if (asking) return;
    asking = true;
    for (const pause of PAUSES) {
      await new Promise((resolve) => { setTimeout(resolve, pause); });
      const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
      if (answer?.ok) {
        act();
        break;
      }
    }
    asking = false;
  });
}
