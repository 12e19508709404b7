import { Html } from '../../../common/html.js';

/** The look of the emulator's pages, from 320 px up. */
export const STYLE = new Html(`
*{box-sizing:border-box}
:root{color-scheme:light dark;--ground:#fff4c2;--sheet:#fffdf6;--ink:#2b2205;
--soft:#695a2b;--line:#ecdca0;--hover:#fff0b0;--accent:#ffd94a;--focus:#7a4b00}
@media (prefers-color-scheme:dark){:root{--ground:#221c08;--sheet:#2f2810;
--ink:#fff3cc;--soft:#d6c48b;--line:#4d421b;--hover:#433815;--focus:#ffd94a}}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.5 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;
overflow-wrap:anywhere;word-break:keep-all}
.ribbon{margin:0;padding:.6rem 1rem;background:#2b2205;color:#ffe27a;
text-align:center;font-weight:700;font-size:.9rem}
.ribbon span{display:block;font-weight:400;font-size:.8rem}
main{width:min(27rem,100% - 1.5rem);margin:1.25rem auto 2rem;padding:1.5rem 1.25rem;
background:var(--sheet);border:1px solid var(--line);border-radius:1.25rem}
.lemon{display:block;margin:0 auto .25rem}
h1{margin:0 0 1rem;font-size:1.3rem;line-height:1.35;text-align:center}
.en{display:block;color:var(--soft);font-size:.8em;font-weight:400}
.asks{margin:0 0 1.25rem;padding:.75rem 1rem;border-radius:.75rem;
background:var(--hover);font-size:.9rem}
.asks p{margin:0}.asks ul{margin:.4rem 0 0;padding-left:1.2rem}
.asks .en{display:inline-block}.badge .en{display:inline}
.people{list-style:none;margin:0;padding:0;display:grid;gap:.5rem}
.people li{position:relative;border:1px solid var(--line);border-radius:.85rem;overflow:hidden}
.person{display:flex;gap:.75rem;align-items:center;padding:.65rem .8rem;
min-height:3.5rem;color:inherit;text-decoration:none}
.person:hover,.less:hover{background:var(--hover)}
.face{flex:none;width:2.5rem;height:2.5rem;border-radius:50%;display:grid;
place-items:center;overflow:hidden;background:var(--accent);color:#2b2205;font-weight:700}
.who{min-width:0}.nick{font-weight:700}
.about{display:block;font-size:.85rem}
.badge{margin-left:.35rem;padding:.05rem .45rem;border-radius:1rem;
background:var(--accent);color:#2b2205;font-size:.72rem;white-space:nowrap}
.badge .en{color:inherit;font-size:1em}
.less{display:block;padding:.75rem .8rem;border-top:1px dashed var(--line);
color:var(--soft);font-size:.82rem}
.less .en{display:inline;font-size:1em;white-space:nowrap}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cancel{display:block;margin-top:1.25rem;padding:.8rem;border-radius:.85rem;
border:2px solid var(--soft);color:inherit;text-align:center;
text-decoration:none;font-weight:700}
.cancel:hover{background:var(--hover)}
a:focus-visible{outline:3px solid var(--focus);outline-offset:-3px;border-radius:.8rem}
.code{text-align:center;font:700 1.6rem ui-monospace,monospace}
.why{text-align:center}
`);
