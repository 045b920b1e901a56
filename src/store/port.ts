/**
 * Where Tirek remembers a chat: short strings under short keys, each with a time to live.
 * Adapters: an SQLite file (one process) and Redis (many); both pass test/store/contract.
 */
export interface Store {
  /** Resolves once the store can be used; after two seconds also where it cannot. */
  ready(): Promise<void>
  /** The value of a key, or undefined where there is none or its time is over. */
  read(key: string): Promise<string | undefined>
  /** Sets a value for `seconds`. */
  write(key: string, value: string, seconds: number): Promise<void>
  /** Removes keys; answers how many of them existed. */
  erase(...keys: string[]): Promise<number>
  /** Sets a value only where there is none: true for exactly one of all that try. */
  claim(key: string, value: string, seconds: number): Promise<boolean>
  /** Releases what the adapter holds. */
  close(): Promise<void>
}
