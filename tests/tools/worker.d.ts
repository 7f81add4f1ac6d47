// sw.js is a service worker; the library of types knows only that it is some worker.

/** Background Sync is in Chrome since 49 and in no library of types. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
  readonly lastChance: boolean
}

interface WorkerGlobalScope {
  readonly clients: Clients
  readonly registration: ServiceWorkerRegistration
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  addEventListener(type: 'message', listener: (event: ExtendableMessageEvent) => void): void
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void
  addEventListener(type: 'notificationclick' | 'notificationclose', listener: (event: NotificationEvent) => void): void
  addEventListener(type: 'sync', listener: (event: SyncEvent) => void): void
}
