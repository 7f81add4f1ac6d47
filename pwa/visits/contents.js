// The list of sections: where one is, what is filled, what was left open.
import { html } from '../vendor/ui.js'
import { t } from '../text/text.js'
import { Icon, Sheet } from '../shell/frame.js'

/** @param {{ form: any, Filled: any, pages: any[], at: number, onSpeak: (language: string) => void, onGo: (i: number) => void, onLater: () => void, onClose: () => void }} props */
export function Contents ({ form, Filled, pages, at, onSpeak, onGo, onLater, onClose }) {
  const go = i => event => { event.preventDefault(); onGo(i) }
  return html`<${Sheet} title=${t('survei.daftar_bagian')} onClose=${onClose}>
    <ol class="list">
      ${pages.map((page, i) => {
        const { filled, total } = form.progress(page.path, true)
        return html`<li key=${page.path}><a class="go plain" href="#" aria-current=${i === at ? 'page' : undefined} onClick=${go(i)}>
          <span><span class="t">${page.label}</span><span class="m">${t('kunjungan.kemajuan', { terisi: filled, total })}<br />
            <${Filled} form=${form} path=${page.path} isCounted /></span></span><${Icon} name="next" />
        </a></li>`
      })}
    </ol>
    ${form.survey.languages.length > 1 && html`<fieldset class="q"><legend>${t('survei.bahasa')}</legend><div class="pair-c">${form.survey.languages.map(language => html`<label class="choice" key=${language}>
      <input type="radio" name="bahasa" checked=${form.language === language} onChange=${() => onSpeak(language)} /><span class="box"><span lang=${language}>${(form.survey.language_names || {})[language] || language}</span></span></label>`)}</div></fieldset>`}
    <button type="button" class="btn two wide" onClick=${onLater}>${t('kunjungan.lain_kali')}</button>
  </${Sheet}>`
}
