// IndexedDB as text and back: all databases with their versions, stores and rows; bytes, Blobs and keys among them.
const base64 = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
const request = one => new Promise((resolve, reject) => { one.onsuccess = () => resolve(one.result); one.onerror = () => reject(one.error) })

/** A value of a row as JSON can say it. Keys must be extractable here; `read` makes them what they were. */
async function written (value) {
  if (value instanceof CryptoKey) {
    return { $key: await crypto.subtle.exportKey(value.type === 'secret' ? 'raw' : 'jwk', value).then(raw => raw instanceof ArrayBuffer ? base64(raw) : raw), algorithm: value.algorithm, usages: value.usages }
  }
  if (value instanceof Blob) return { $blob: base64(await value.arrayBuffer()), type: value.type }
  if (value instanceof ArrayBuffer) return { $buffer: base64(value) }
  if (ArrayBuffer.isView(value)) return { $bytes: base64(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength)) }
  if (Array.isArray(value)) return Promise.all(value.map(written))
  if (!value || typeof value !== 'object') return value
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await written(one)])))
}

async function read (value) {
  if (Array.isArray(value)) return Promise.all(value.map(read))
  if (!value || typeof value !== 'object') return value
  if ('$key' in value) return crypto.subtle.importKey(typeof value.$key === 'string' ? 'raw' : 'jwk', typeof value.$key === 'string' ? bytes(value.$key) : value.$key, value.algorithm, false, value.usages)
  if ('$blob' in value) return new Blob([bytes(value.$blob)], { type: value.type })
  if ('$buffer' in value) return bytes(value.$buffer).buffer
  if ('$bytes' in value) return bytes(value.$bytes)
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await read(one)])))
}

/** Everything that lies in this realm's databases. */
export async function dump () {
  const databases = []
  for (const { name, version } of await indexedDB.databases()) {
    const database = await request(indexedDB.open(name))
    const stores = []
    for (const store of database.objectStoreNames) {
      const open = database.transaction(store).objectStore(store)
      const rows = await request(open.getAll())
      stores.push({ name: store, keyPath: open.keyPath, rows: await written(rows) })
    }
    database.close()
    databases.push({ name, version, stores })
  }
  return databases
}

/** Lay a dump on this realm's empty disk. @param {any[]} databases */
export async function lay (databases) {
  for (const { name, version, stores } of databases) {
    const asked = indexedDB.open(name, version)
    asked.onupgradeneeded = () => { for (const { name: store, keyPath } of stores) asked.result.createObjectStore(store, { keyPath }) }
    const database = await request(asked)
    for (const { name: store, rows } of stores) {
      const ready = await read(rows)
      const transaction = database.transaction(store, 'readwrite')
      for (const row of ready) transaction.objectStore(store).put(row)
      await new Promise((resolve, reject) => { transaction.oncomplete = resolve; transaction.onerror = () => reject(transaction.error) })
    }
    database.close()
  }
}
