import { type DestinationStream, pino } from 'pino'

/**
 * Logs by allow-list: an event's name and the fields below, nothing else can be passed. What people
 * write, their names and ids never get here (test/privacy holds it to that).
 */
export interface LogFields {
  /** What kind of update or reply it was: `message:text`, `answer`. */
  kind?: string
  /** Method of the Bot API. */
  method?: string
  /** Keyed hash of a chat; tells apart, never tells who. */
  chat?: string
  milliseconds?: number
  attempt?: number
  error?: SafeError
  transport?: string
  store?: string
  port?: number
  topics?: number
}

/** What may be said of an error: never its message, which may hold a token or somebody's words. */
export interface SafeError {
  name: string
  code?: string | number
  /** Code locations, without the message. */
  at?: string[]
}

export interface Log {
  debug: (event: string, fields?: LogFields) => void
  info: (event: string, fields?: LogFields) => void
  warn: (event: string, fields?: LogFields) => void
  error: (event: string, fields?: LogFields) => void
}

/** A log of JSON lines to `destination` (standard output where none is given). */
export function createLog(level: string, destination?: DestinationStream): Log {
  const logger = pino(
    { level, base: null, messageKey: 'event' },
    destination ?? pino.destination(1),
  )
  return {
    debug: (event, fields = {}) => logger.debug(fields, event),
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
  }
}

const MOST_FRAMES = 6

/** An error reduced to its name, its code and where in the code it arose. */
export function safeError(error: unknown): SafeError {
  if (!(error instanceof Error)) return { name: typeof error }
  const { code, error_code } = error as { code?: unknown; error_code?: unknown }
  const safe: SafeError = { name: error.constructor.name }
  if (typeof error_code === 'number') safe.code = error_code
  else if (typeof code === 'string' && /^[A-Z_\d]{2,40}$/.test(code)) safe.code = code
  const frames = (error.stack ?? '')
    .split('\n')
    .filter(
      (line) =>
        /^ {4}at \S+ \(?(file|node):/.test(line) ||
        /^ {4}at (async )?[\w.<>]+ \((file|node):/.test(line),
    )
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim().replace(/file:\/\/\/.*\/(src|test|node_modules)\//, '$1/'))
  if (frames.length > 0) safe.at = frames
  return safe
}
