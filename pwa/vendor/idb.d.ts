// The types of what the store uses of idb; read by the type checker only, never served.
export function openDB(name: string, version?: number, callbacks?: any): Promise<any>
export function deleteDB(name: string, callbacks?: any): Promise<void>
export function unwrap(value: any): any
export function wrap(value: any): any
