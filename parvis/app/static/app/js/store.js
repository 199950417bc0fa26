// The outbox in IndexedDB, for pages (import) and the service worker (importScripts) alike.
//
// An item: {key, person, at, url, form, page, fields: [[name, string or Blob, file name?]], tried,
// state: "waiting" or "refused", said}. `key` is the form's own, by which the server knows it again.
(() => {
  let opened;
  const open = () => (opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("parvis", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "key" });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opened = null; reject(asked.error); };
  }));

  async function run(mode, act) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("outbox", mode, { durability: "strict" });
      const asked = act(transaction.objectStore("outbox"));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  self.parvisOutbox = {
    /** A person's items, oldest first. */
    of: async (person) => (await run("readonly", (store) => store.getAll()))
      .filter((item) => item.person === person).sort((a, b) => a.at - b.at),
    get: (key) => run("readonly", (store) => store.get(key)),
    put: (item) => run("readwrite", (store) => store.put(item)),
    remove: (key) => run("readwrite", (store) => store.delete(key)),
    /** Beyond this age nothing is sent by itself: the server forgets keys after thirty days. */
    lasts: 21 * 24 * 3600 * 1000,
  };
})();
