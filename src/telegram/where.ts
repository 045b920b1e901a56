import { FormattedString } from '@grammyjs/parse-mode'
import { InlineKeyboard } from 'grammy'
import { otherLang } from '../knowledge/schema.ts'
import { cite, render, renderText } from '../knowledge/template.ts'
import { type Body, bodyContext, inRegion, type Region } from '../knowledge/tools.ts'
import { paragraphs, quietLine } from './blocks.ts'
import { button, type KeyboardContext, titleOf } from './keyboards.ts'
import type { Message } from './render.ts'

/**
 * «Where to go»: the bodies one turns to, in a region of one's choice. The region is nowhere
 * remembered: it travels in the buttons.
 */

const regionOf = (id: string | undefined, { knowledge }: KeyboardContext): Region | undefined =>
  knowledge.regions.find((region) => region.id === id)

/** The bodies, in a region or in any; undefined for a region that is no more. */
export function renderBodies(
  regionId: string | undefined,
  context: KeyboardContext,
): Message | undefined {
  const { knowledge, words, lang } = context
  const region = regionOf(regionId, context)
  if (regionId !== undefined && !region) return undefined
  const keyboard = new InlineKeyboard()
  for (const [index, body] of knowledge.bodies.entries()) {
    button(keyboard, body[lang].name, { do: 'where', lang, ...carry(region), body: body.id })
    if (index % 2 === 1) keyboard.row()
  }
  keyboard.row()
  button(keyboard, words(region ? 'where.otherRegion' : 'where.region'), { do: 'regions', lang })
  return {
    text: paragraphs(
      FormattedString.bold(heading(words('where.open'), region, context)),
      words('where.ask'),
    ),
    keyboard,
  }
}

/** The regions and cities to choose from, for a body or for all of them. */
export function renderRegions(
  bodyId: string | undefined,
  context: KeyboardContext,
): Message | undefined {
  const { knowledge, words, lang } = context
  if (bodyId !== undefined && !knowledge.bodies.some(({ id }) => id === bodyId)) return undefined
  const keyboard = new InlineKeyboard()
  for (const [index, region] of knowledge.regions.entries()) {
    button(keyboard, region[lang], {
      do: 'where',
      lang,
      region: region.id,
      ...(bodyId === undefined ? {} : { body: bodyId }),
    })
    if (index % 2 === 1) keyboard.row()
  }
  return { text: new FormattedString(words('where.chooseRegion')), keyboard }
}

/** One body: with what one turns to it and how it is found. Undefined for what is no more. */
export function renderBody(
  bodyId: string,
  regionId: string | undefined,
  context: KeyboardContext,
): Message | undefined {
  const { knowledge, words, lang, day } = context
  const body = knowledge.bodies.find(({ id }) => id === bodyId)
  const region = regionOf(regionId, context)
  if (!body || (regionId !== undefined && !region)) return undefined
  const filled = bodyContext(region, { lang, day, registers: knowledge })
  const spans = (source: string): FormattedString =>
    FormattedString.join(
      render(inRegion(source, region), filled).map((span) =>
        span.strong ? FormattedString.bold(span.text) : span.text,
      ),
    )
  const local = region ? body.in[region.id] : undefined
  const law = cite(knowledge.sources, local?.source ?? body.sources[0] ?? '', lang)?.label
  return {
    text: paragraphs(
      FormattedString.bold(
        heading(renderText(body[lang].name, filled), body.regional ? region : undefined, context),
      ),
      under(words('where.when'), spans(body[lang].does)),
      under(words('where.how'), spans(body[lang].find)),
      local && spans(local[lang]),
      words('where.danger'),
      quietLine(law, body.checked, context),
    ),
    keyboard: bodyKeyboard(body, region, context),
  }
}

/** Three rows: what is told of it, region and bodies, the other language. */
function bodyKeyboard(
  body: Body,
  region: Region | undefined,
  context: KeyboardContext,
): InlineKeyboard {
  const { knowledge, words, lang } = context
  const keyboard = new InlineKeyboard()
  const topic = knowledge.byId.get(body.topic)
  if (topic) button(keyboard, titleOf(topic, context), { do: 'open', lang, topic: topic.id }).row()
  if (body.regional) {
    const label = words(region ? 'where.otherRegion' : 'where.region')
    button(keyboard, label, { do: 'regions', lang, body: body.id })
  }
  button(keyboard, words('where.otherBody'), { do: 'where', lang, ...carry(region) }).row()
  return button(keyboard, words('language.switch'), {
    do: 'where',
    lang: otherLang(lang),
    ...carry(region),
    body: body.id,
  })
}

const under = (label: string, text: FormattedString): FormattedString =>
  FormattedString.join([FormattedString.bold(label), text], '\n')

const carry = (region: Region | undefined): { region?: string } =>
  region ? { region: region.id } : {}

const heading = (title: string, region: Region | undefined, { lang }: KeyboardContext): string =>
  region ? `${title} · ${region[lang]}` : title
