import i18next, { type TFunction } from 'i18next'
import kk from '../locales/kk.json' with { type: 'json' }
import ru from '../locales/ru.json' with { type: 'json' }
import type { Lang } from './knowledge/schema.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof ru }
  }
}

/** The words of the interface in one language; keys and their variables are checked by the compiler. */
export type Words = TFunction<'translation'>

const instance = i18next.createInstance()
await instance.init({
  resources: { kk: { translation: kk }, ru: { translation: ru } },
  lng: 'kk',
  fallbackLng: false,
  // Messages are sent with entities, never as markup: nothing is to be escaped.
  interpolation: { escapeValue: false, defaultVariables: { hotline: '111' } },
})

const fixed: Record<Lang, Words> = { kk: instance.getFixedT('kk'), ru: instance.getFixedT('ru') }

/** The interface words of a language. */
export const wordsOf = (lang: Lang): Words => fixed[lang]
