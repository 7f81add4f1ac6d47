/** Background Sync is in Chrome since 49 and in no library of types. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
  readonly lastChance: boolean
}
