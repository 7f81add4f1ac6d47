// An IndexedDB for node. `import '../tools/indexeddb.mjs'` before the store; `fresh()` empties it between tests.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'

export const fresh = () => { globalThis.indexedDB = new IDBFactory() }
