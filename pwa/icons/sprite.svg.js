// The icons (i-…) and the pictures of papers (p-…), put into the page once; `<use href="#i-camera">` draws one.
import { html } from '../vendor/ui.js'

export const Sprite = () => html`<svg class="sprite" aria-hidden="true">
  <symbol id="i-ask" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.8"/><path d="M9.3 9.7a2.8 2.8 0 1 1 4.3 2.3c-1 .7-1.6 1.2-1.6 2.4M12 17.2v.1"/></symbol>
  <symbol id="i-back" viewBox="0 0 24 24"><path d="M19 12H5M11 5.5 4.5 12l6.5 6.5"/></symbol>
  <symbol id="i-bell" viewBox="0 0 24 24"><path d="M5.5 17.5V11a6.5 6.5 0 0 1 13 0v6.5zM3.5 17.5h17M10 20.5c.8.9 3.2.9 4 0"/></symbol>
  <symbol id="i-box" viewBox="0 0 24 24"><path d="M3.5 8h17v12.5h-17zM5.5 8l2-4.5h9l2 4.5M9.5 12h5"/></symbol>
  <symbol id="i-cal" viewBox="0 0 24 24"><rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 3v4M16 3v4M8 14.5h3"/></symbol>
  <symbol id="i-call" viewBox="0 0 24 24"><path d="M6.5 3.5 10 8 8 10.5c1 2.3 3 4.3 5.5 5.5L16 14l4.5 3.5-1.5 3c-8 .5-15.5-7-15.5-15.5z"/></symbol>
  <symbol id="i-camera" viewBox="0 0 24 24"><path d="M3.5 8h4l1.6-2.5h5.8L16.5 8h4v11.5h-17z"/><circle cx="12" cy="13.3" r="3.7"/></symbol>
  <symbol id="i-chat" viewBox="0 0 24 24"><path d="M4 20.5 5.3 16A8.3 8.3 0 1 1 8.5 19zM9 10.5h6M9 13.5h4"/></symbol>
  <symbol id="i-check" viewBox="0 0 24 24"><path d="m4.5 12.5 5 5L20 6.5"/></symbol>
  <symbol id="i-check2" viewBox="0 0 24 24"><path d="m2 12.8 4.3 4.3L15 7.5M10.5 16.2l1 .9 9.5-9.6"/></symbol>
  <symbol id="i-child" viewBox="0 0 24 24"><circle cx="12" cy="9" r="5"/><path d="M10.3 9.7h0M13.7 9.7h0M12 4c-.3-1.5 1-2.3 2-1.7M7 20.5c.3-3 2.2-4.5 5-4.5s4.7 1.5 5 4.5"/></symbol>
  <symbol id="i-clock" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.3 2"/></symbol>
  <symbol id="i-del" viewBox="0 0 24 24"><path d="M8.5 5.5H21v13H8.5L3 12zM11.5 9.5l5 5M16.5 9.5l-5 5"/></symbol>
  <symbol id="i-done" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.8"/><path d="m7.8 12.3 3 3 5.5-6"/></symbol>
  <symbol id="i-edit" viewBox="0 0 24 24"><path d="m4 20 1-4.5L16.5 4l3.5 3.5L8.5 19zM13.5 7l3.5 3.5"/></symbol>
  <symbol id="i-elder" viewBox="0 0 24 24"><circle cx="10" cy="6.5" r="3.2"/><path d="M5 20.5c0-6 1.2-9 5-9s5 3 5 9M19 20.5V13a2 2 0 0 0-4 0"/></symbol>
  <symbol id="i-help" viewBox="0 0 24 24"><path d="M12 20.5S3.5 15.5 3.5 9.5A4.5 4.5 0 0 1 12 7.4a4.5 4.5 0 0 1 8.5 2.1c0 6-8.5 11-8.5 11zM12 10v4.5M9.7 12.3h4.6"/></symbol>
  <symbol id="i-home" viewBox="0 0 24 24"><path d="M3.5 11.5 12 4l8.5 7.5M6 10v9.5h12V10M10 19.5V14h4v5.5"/></symbol>
  <symbol id="i-info" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.8"/><path d="M12 11v5.5M12 7.5v.1"/></symbol>
  <symbol id="i-lock" viewBox="0 0 24 24"><rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/></symbol>
  <symbol id="i-menu" viewBox="0 0 24 24"><path d="M4 6.5h16M4 12h16M4 17.5h16"/></symbol>
  <symbol id="i-minus" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.8"/><path d="M8 12h8"/></symbol>
  <symbol id="i-new" viewBox="0 0 24 24"><path d="M12 3.5v3M12 17.5v3M3.5 12h3M17.5 12h3M6 6l2 2M16 16l2 2M18 6l-2 2M8 16l-2 2"/></symbol>
  <symbol id="i-next" viewBox="0 0 24 24"><path d="m9 5 7 7-7 7"/></symbol>
  <symbol id="i-nosignal" viewBox="0 0 24 24"><path d="M4 19.5v-3M9.3 19.5v-6.5M14.6 19.5V13M20 19.5V5M3 3.5l18 17.5"/></symbol>
  <symbol id="i-page" viewBox="0 0 24 24"><path d="M6 3h8.5L19 7.5V21H6zM14 3v5h5M9 12.5h6.5M9 16.5h6.5"/></symbol>
  <symbol id="i-pen" viewBox="0 0 24 24"><path d="M3.5 19.5c3-6 5.5-9 7-8s-2 5.5 0 6 2.5-3.5 4.2-3 .3 2.5 2 2.5 2-1 3.3-1.5"/></symbol>
  <symbol id="i-people" viewBox="0 0 24 24"><circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.4-4 3-6 6.5-6s6.1 2 6.5 6M15.5 5a3.2 3.2 0 0 1 1 6.2M18 14.5c2 .7 3.2 2.5 3.5 5"/></symbol>
  <symbol id="i-person" viewBox="0 0 24 24"><circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.5-4.6 3.5-7 7.5-7s7 2.4 7.5 7"/></symbol>
  <symbol id="i-phone" viewBox="0 0 24 24"><rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M10.5 18h3"/></symbol>
  <symbol id="i-pin" viewBox="0 0 24 24"><path d="M12 21.5C7.5 16.5 5.5 13 5.5 10a6.5 6.5 0 0 1 13 0c0 3-2 6.5-6.5 11.5z"/><circle cx="12" cy="10" r="2.3"/></symbol>
  <symbol id="i-plus" viewBox="0 0 24 24"><path d="M12 5v14M5 12h14"/></symbol>
  <symbol id="i-print" viewBox="0 0 24 24"><path d="M7 8.5V3.5h10v5M7 17H4V8.5h16V17h-3M7 14h10v6.5H7z"/></symbol>
  <symbol id="i-rotate" viewBox="0 0 24 24"><path d="M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 3v4.5H15"/></symbol>
  <symbol id="i-search" viewBox="0 0 24 24"><circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/></symbol>
  <symbol id="i-send" viewBox="0 0 24 24"><path d="M12 15.5V4M7 8.5 12 3.5l5 5M4 14v6h16v-6"/></symbol>
  <symbol id="i-signal" viewBox="0 0 24 24"><path d="M4 19.5v-3M9.3 19.5v-6.5M14.6 19.5V9M20 19.5V4.5"/></symbol>
  <symbol id="i-stop" viewBox="0 0 24 24"><path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v5.5M12 16.3v.1"/></symbol>
  <symbol id="i-talk" viewBox="0 0 24 24"><path d="M4 9.5v5h3.5l5 4V5.5l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a7.5 7.5 0 0 1 0 11"/></symbol>
  <symbol id="i-torch" viewBox="0 0 24 24"><path d="M13 2.5 5.5 13.5H11L10 21.5l8-11.5h-5.7z"/></symbol>
  <symbol id="i-trash" viewBox="0 0 24 24"><path d="M4 7h16M9.5 7V4h5v3M6.5 7l.8 13.5h9.4L17.5 7M10.3 11v5.5M13.7 11v5.5"/></symbol>
  <symbol id="i-two" viewBox="0 0 24 24"><path d="M8 4v13M4.5 13.5 8 17l3.5-3.5M16 20V7M12.5 10.5 16 7l3.5 3.5"/></symbol>
  <symbol id="i-warn" viewBox="0 0 24 24"><path d="M12 3.8 2.7 20h18.6zM12 10v4.6M12 17.3v.1"/></symbol>
  <symbol id="i-woman" viewBox="0 0 24 24"><path d="M7.5 12.5V8.3a4.5 4.5 0 0 1 9 0v4.2"/><circle cx="12" cy="9" r="2.7"/><path d="M4.5 20.5c.4-4 2-6.3 4.2-7.2 2 1.5 4.6 1.5 6.6 0 2.2.9 3.8 3.2 4.2 7.2"/></symbol>
  <symbol id="i-x" viewBox="0 0 24 24"><path d="m6 6 12 12M18 6 6 18"/></symbol>
  <symbol id="i-zoomin" viewBox="0 0 24 24"><circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5M10.5 7.8v5.4M7.8 10.5h5.4"/></symbol>
  <symbol id="i-zoomout" viewBox="0 0 24 24"><circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5M7.8 10.5h5.4"/></symbol>
  <symbol id="p-kia" viewBox="0 0 68 90"><rect width="68" height="90" rx="3" fill="#F6A9BE"/><rect width="8" height="90" fill="#D9708F"/><rect x="16" y="10" width="44" height="8" rx="2" fill="#fff"/><rect x="22" y="22" width="32" height="4" fill="#8A2647"/><circle cx="34" cy="46" r="8" fill="#8A2647"/><path d="M19 76c0-16 7-21 15-21s15 5 15 21z" fill="#8A2647"/><circle cx="44" cy="62" r="6" fill="#FBE3C8"/><path d="M36 76c1-6 4-8 8-8s7 2 8 8z" fill="#FBE3C8"/></symbol>
  <symbol id="p-kis" viewBox="0 0 96 62"><rect width="96" height="62" rx="5" fill="#F4FAF4"/><path d="M0 5a5 5 0 0 1 5-5h86a5 5 0 0 1 5 5v11H0z" fill="#1E8A4C"/><path d="M10 4v8M6 8h8" stroke="#fff" stroke-width="3"/><path d="M22 6h40M22 10.5h26" stroke="#fff" stroke-width="2.2"/><path d="M8 26h44M8 32h52M8 38h38M8 44h46" stroke="#33475B" stroke-width="2.2"/><rect x="8" y="50" width="52" height="4" fill="#1F2A37"/><circle cx="78" cy="38" r="11" fill="#D6ECDD"/><path d="M78 31v14M71 38h14" stroke="#1E8A4C" stroke-width="4"/><rect x=".5" y=".5" width="95" height="61" rx="5" fill="none" stroke="#7E9A88"/></symbol>
  <symbol id="p-kk" viewBox="0 0 96 68"><rect x=".5" y=".5" width="95" height="67" fill="#fff" stroke="#8B867B"/><rect x="29" y="6" width="38" height="5" fill="#1F2A37"/><rect x="34" y="13" width="28" height="3" fill="#33475B"/><path d="M6 21h34M6 25h28M56 21h34M56 25h26" stroke="#6B7686" stroke-width="1.6"/><g fill="none" stroke="#33475B" stroke-width="1"><path d="M6 30h84v24H6zM6 35h84M6 39.7h84M6 44.4h84M6 49.1h84M12 30v24M34 30v24M54 30v24M66 30v24M78 30v24"/></g><rect x="6" y="57" width="9" height="9" fill="#1F2A37"/><path d="M8 59h2v2H8zM12 62h2v2h-2z" fill="#fff"/><path d="M68 60h22M72 64h14" stroke="#6B7686" stroke-width="1.6"/></symbol>
  <symbol id="p-ktp" viewBox="0 0 96 62"><rect width="96" height="62" rx="5" fill="#BFDDF2"/><path d="M0 44c20-8 34 6 56 0s30-6 40-2v15a5 5 0 0 1-5 5H5a5 5 0 0 1-5-5z" fill="#A5CFEA"/><rect x="22" y="6" width="52" height="3.5" rx="1" fill="#1F2A37"/><rect x="30" y="12" width="36" height="3" rx="1" fill="#1F2A37"/><rect x="6" y="20" width="40" height="4" rx="1" fill="#1F2A37"/><path d="M6 29h48M6 34h42M6 39h46M6 44h36M6 49h44M6 54h30" stroke="#33475B" stroke-width="2"/><rect x="67" y="19" width="23" height="29" fill="#C8332B"/><circle cx="78.5" cy="29" r="5.5" fill="#F0D3B8"/><path d="M69 48c0-9 4-12 9.5-12s9.5 3 9.5 12z" fill="#23262C"/></symbol>
  <symbol id="p-rumah" viewBox="0 0 96 72"><rect width="96" height="72" fill="#BFDCE8"/><rect y="50" width="96" height="22" fill="#A8B77E"/><path d="M10 36 48 12l38 24z" fill="#A14B32"/><rect x="18" y="36" width="60" height="26" fill="#D9BE93"/><path d="M24 36v26M32 36v26M40 36v26M64 36v26M72 36v26" stroke="#B99661" stroke-width="1.5"/><rect x="46" y="42" width="13" height="20" fill="#6B4A2B"/><rect x="25" y="42" width="13" height="10" fill="#4E6B78"/></symbol>
  <symbol id="p-surat" viewBox="0 0 68 90"><rect x=".5" y=".5" width="67" height="89" fill="#fff" stroke="#8B867B"/><path d="M11 6.5v8M7 10.5h8" stroke="#17592B" stroke-width="3.5"/><path d="M21 8h38M21 12h30" stroke="#1F2A37" stroke-width="2.2"/><path d="M6 18.5h56" stroke="#1F2A37" stroke-width="1.5"/><rect x="17" y="23" width="34" height="3.5" fill="#1F2A37"/><path d="M8 33h52M8 38h48M8 43h50M8 48h30M8 56h52M8 61h44" stroke="#6B7686" stroke-width="1.8"/><circle cx="46" cy="76" r="9" fill="none" stroke="#3C4FA3" stroke-width="2"/><circle cx="46" cy="76" r="5.5" fill="none" stroke="#3C4FA3"/><path d="M36 81c6-7 9 3 13-3s6-2 10-3" fill="none" stroke="#1F2A37" stroke-width="1.5"/></symbol>
</svg>`
