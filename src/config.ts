import { z } from 'zod'

/** Everything that the environment decides, checked and frozen. */
export interface Config {
  botToken: string
  /** Root of the Bot API, without a trailing slash. */
  apiRoot: string
  store: { kind: 'redis'; url: string } | { kind: 'sqlite'; folder: string }
  transport: { kind: 'polling' } | { kind: 'webhook'; url: URL; secret: string }
  host: string
  port: number
  logLevel: (typeof LOG_LEVELS)[number]
  /** Replaces the clock, for tests and demonstrations. */
  now: Date | undefined
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** An environment that cannot be run with: every problem, by the variable's name. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((each) => `  ${each}`).join('\n')}`,
    )
    this.problems = problems
  }
}

const environment = z
  .object({
    BOT_TOKEN: z
      .string({
        error: 'expected the token that @BotFather gave. To try Tirek without one: npm run chat',
      })
      .regex(/^\d+:[\w-]{10,}$/, 'expected a token such as 123456:ABC-DEF (from @BotFather)'),
    TELEGRAM_API_ROOT: z
      .url({ protocol: /^https?$/, error: 'expected an http(s) address' })
      .default('https://api.telegram.org'),
    REDIS_URL: z
      .url({ protocol: /^rediss?$/, error: 'expected redis://host:port or rediss://…' })
      .optional(),
    DATA_DIR: z.string().default('./data'),
    WEBHOOK_URL: z
      .url({ protocol: /^https?$/, error: 'expected the public https address of the webhook' })
      .optional(),
    WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{16,256}$/, 'expected 16 to 256 characters of A-Z, a-z, 0-9, _ and -')
      .optional(),
    HOST: z.string().default('0.0.0.0'),
    PORT: z.coerce
      .number({ error: 'expected a port from 0 to 65535' })
      .int('expected a port from 0 to 65535')
      .min(0, 'expected a port from 0 to 65535')
      .max(65_535, 'expected a port from 0 to 65535')
      .default(8080),
    LOG_LEVEL: z
      .enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` })
      .default('info'),
    TIREK_NOW: z
      .string()
      .refine((text) => !Number.isNaN(Date.parse(text)), 'expected an ISO date, such as 2026-11-22')
      .optional(),
  })
  .refine((env) => env.WEBHOOK_URL === undefined || env.WEBHOOK_SECRET !== undefined, {
    path: ['WEBHOOK_SECRET'],
    error: 'expected a secret, because WEBHOOK_URL is set',
    when: () => true,
  })
  .refine((env) => env.WEBHOOK_SECRET === undefined || env.WEBHOOK_URL !== undefined, {
    path: ['WEBHOOK_URL'],
    error: 'expected an address, because WEBHOOK_SECRET is set',
    when: () => true,
  })

/** Reads the environment. Throws ConfigError with all problems at once; values are never shown. */
export function readConfig(env: Record<string, string | undefined>): Config {
  // An empty variable is how compose files say "not set".
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = environment.safeParse(set)
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    )
  }
  const { data } = result
  return Object.freeze({
    botToken: data.BOT_TOKEN,
    apiRoot: data.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
    store: data.REDIS_URL
      ? { kind: 'redis' as const, url: data.REDIS_URL }
      : { kind: 'sqlite' as const, folder: data.DATA_DIR },
    transport:
      data.WEBHOOK_URL && data.WEBHOOK_SECRET
        ? { kind: 'webhook' as const, url: new URL(data.WEBHOOK_URL), secret: data.WEBHOOK_SECRET }
        : { kind: 'polling' as const },
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    now: data.TIREK_NOW === undefined ? undefined : new Date(data.TIREK_NOW),
  })
}
