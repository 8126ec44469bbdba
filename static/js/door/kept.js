// What a phone keeps of one door: its list, and the marks that were not sent yet. Everything is sealed with the key
// that the server gave in a cookie; without the cookie (signed out, or the day is over) nobody can read it.

const MARKS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export async function open({ session, key, until }) {
  const secret = keyIn(key);
  if (!secret) return new Nothing();
  const raw = Uint8Array.from(atob(secret.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const [seal, database] = await Promise.all([
    crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]),
    opened(),
  ]);
  const kept = new Kept(database, seal, session, until);
  await kept.clear((item) => item.until < Date.now());
  return kept;
}

// Takes the key away, and the list with it. Marks stay, sealed, for who signs in here again.
export async function lose({ session, key, root }) {
  document.cookie = `${key}=; Max-Age=0; Path=${root}`;
  const database = await opened();
  await done(database.transaction("kept", "readwrite").objectStore("kept").delete(listOf(session)));
}

const keyIn = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
const listOf = (session) => `${session} list`;
const marksOf = (session) => IDBKeyRange.bound(`${session} mark `, `${session} mark ~`);
const done = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

function opened() {
  const asked = indexedDB.open("door", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "name" });
  return done(asked);
}

class Kept {
  constructor(database, key, session, until) {
    Object.assign(this, { database, key, session, until });
  }

  store(mode) {
    return this.database.transaction("kept", mode).objectStore("kept");
  }

  async list() {
    return this.unsealed(await done(this.store("readonly").get(listOf(this.session))));
  }

  keepList(list) {
    return this.put(listOf(this.session), list, this.until);
  }

  async marks() {
    const items = await done(this.store("readonly").getAll(marksOf(this.session)));
    const marks = await Promise.all(items.map((item) => this.unsealed(item)));
    return marks.filter(Boolean);
  }

  // Their names sort by the moment they were made: what is sent later may undo what is sent first.
  keepMark(mark) {
    return this.put(`${this.session} mark ${mark.at} ${mark.id}`, mark, Date.now() + MARKS_KEPT_MS);
  }

  dropMark(mark) {
    return done(this.store("readwrite").delete(`${this.session} mark ${mark.at} ${mark.id}`));
  }

  async put(name, value, until) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const sealed = await crypto.subtle.encrypt(this.how(iv, name), this.key, plain);
    await done(this.store("readwrite").put({ name, until, iv, sealed }));
  }

  // What another account sealed on this phone counts as not there.
  async unsealed(item) {
    if (!item) return null;
    try {
      const plain = await crypto.subtle.decrypt(this.how(item.iv, item.name), this.key, item.sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null;
    }
  }

  how(iv, name) {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
  }

  async clear(isOver) {
    for (const item of await done(this.store("readonly").getAll())) {
      if (isOver(item)) await done(this.store("readwrite").delete(item.name));
    }
  }
}

// Before the day of the session nothing is kept.
class Nothing {
  list = async () => null;
  keepList = async () => {};
  marks = async () => [];
  keepMark = async () => {};
  dropMark = async () => {};
}
