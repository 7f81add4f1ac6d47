// The sections of a survey: where one is, what is filled, what was left open; and its languages.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon } from '../shell/frame.js'
import { Filled } from './filled.js'

/** @param {{ form: any, pages: any[], at: number, onGo: (i: number) => void, onSpeak: (language: string) => void }} props */
export function Sections ({ form, pages, at, onGo, onSpeak }) {
  const go = i => event => { event.preventDefault(); onGo(i) }
  return html`<ol class="list">
      ${pages.map((page, i) => {
        const { filled, total } = form.progress(page.path, true)
        return html`<li key=${page.path}><a class="go plain" href="#" aria-current=${i === at ? 'page' : undefined} onClick=${go(i)}>
          <span><span class="t">${page.label}</span><span class="m">${t('kunjungan.kemajuan', { terisi: filled, total })}<br />
            <${Filled} form=${form} path=${page.path} isCounted /></span></span><${Icon} name="next" />
        </a></li>`
      })}
    </ol>
    ${form.survey.languages.length > 1 && html`<fieldset class="q"><legend>${t('survei.bahasa')}</legend><div class="pair-c">${form.survey.languages.map(language => html`<label class="choice" key=${language}>
      <input type="radio" name="bahasa" checked=${form.language === language} onChange=${() => onSpeak(language)} /><span class="box"><span lang=${language}>${(form.survey.language_names || {})[language] || language}</span></span></label>`)}</div></fieldset>`}`
}
