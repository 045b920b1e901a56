import type { Api } from 'grammy'
import type { LanguageCode } from 'grammy/types'
import { wordsOf } from '../i18n.ts'
import { LANGS, type Lang } from '../knowledge/schema.ts'
import { type Log, safeError } from '../log.ts'
import { COMMANDS } from './commands.ts'

/**
 * Sets the bot's name, descriptions and commands in Kazakh, Russian and by default (Kazakh). Telegram
 * limits how often they change, so only differences are written; a failure is logged and harmless.
 */
export async function publishProfile(api: Api, log: Log): Promise<void> {
  const targets: [Lang, { language_code?: LanguageCode }][] = [
    ['kk', {}],
    ...LANGS.map((lang): [Lang, { language_code?: LanguageCode }] => [
      lang,
      { language_code: lang },
    ]),
  ]
  for (const [lang, target] of targets) {
    const words = wordsOf(lang)
    const commands = COMMANDS.map((command) => ({
      command,
      description: words(`profile.commands.${command}`),
    }))
    const steps: [() => Promise<boolean>, () => Promise<unknown>][] = [
      [
        async () => JSON.stringify(await api.getMyCommands(target)) === JSON.stringify(commands),
        () => api.setMyCommands(commands, target),
      ],
      [
        async () => (await api.getMyName(target)).name === words('profile.name'),
        () => api.setMyName(words('profile.name'), target),
      ],
      [
        async () =>
          (await api.getMyDescription(target)).description === words('profile.description'),
        () => api.setMyDescription(words('profile.description'), target),
      ],
      [
        async () =>
          (await api.getMyShortDescription(target)).short_description ===
          words('profile.shortDescription'),
        () => api.setMyShortDescription(words('profile.shortDescription'), target),
      ],
    ]
    for (const [isSet, set] of steps) {
      try {
        if (!(await isSet())) await set()
      } catch (error) {
        log.warn('profile-not-set', { error: safeError(error) })
      }
    }
  }
}
