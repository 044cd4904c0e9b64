const light = `--bg:#f4f6f8;--card:#fff;--ink:#18202b;--soft:#4d5866;--line:#d8dee6;--code:#eef1f5;--link:#0b5cad;--focus:#0b5cad;
--fail:#a11b12;--fail-bg:#fdeceb;--fail-line:#d6453a;--warn:#754800;--warn-bg:#fdf2d6;--warn-line:#c98a0c;--unknown:#5a2f96;--unknown-bg:#f2eafc;--unknown-line:#8d62c9;--skip:#465160;--skip-bg:#e9edf2;--skip-line:#9aa5b3;--pass:#155f39;--pass-bg:#e3f4ea;--pass-line:#2f9a63;
--hb:#17825a;--ba:#2563c9;--er:#cf2a1e;--fs:#7b46c4;--ch:#9a5200;--silent:#fbe3bd;--nolog:#e4e8ee;--grid:#dfe4ea`;

const dark = `--bg:#10151b;--card:#182028;--ink:#e7ecf2;--soft:#a9b4c1;--line:#2d3844;--code:#222c37;--link:#7db8ff;--focus:#7db8ff;
--fail:#ffb0a8;--fail-bg:#431a18;--fail-line:#e5564b;--warn:#f6cf83;--warn-bg:#3b2c0d;--warn-line:#c98f1c;--unknown:#d3b8ff;--unknown-bg:#30224a;--unknown-line:#9a72d8;--skip:#bcc6d2;--skip-bg:#2a3440;--skip-line:#647281;--pass:#92dcb3;--pass-bg:#143527;--pass-line:#37a36c;
--hb:#4cc38e;--ba:#6ba3ff;--er:#ff6a5e;--fs:#b78aff;--ch:#e8a85c;--silent:#4a3714;--nolog:#26303b;--grid:#2a343f`;

const page = `*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 "Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif}
main,.main,header.top,footer{max-width:1120px;margin:0 auto;padding:0 24px}main.all{max-width:none;padding:0}.server{border-top:3px solid var(--line);margin-top:32px}
a{color:var(--link)}:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
h1{font-size:26px;line-height:1.2;margin:0;font-weight:650;overflow-wrap:anywhere}h2{font-size:19px;margin:36px 0 2px;font-weight:650}h3{font-size:16px;margin:0;font-weight:650;overflow-wrap:anywhere;display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center}
p{margin:6px 0}.sub{color:var(--soft);margin:0 0 12px}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
code,pre{font-family:"Cascadia Mono",Consolas,"SF Mono",Menlo,"DejaVu Sans Mono",monospace;font-size:.87em}
code{background:var(--code);border-radius:4px;padding:1px 5px;overflow-wrap:anywhere}
pre{background:var(--code);border-radius:6px;padding:9px 12px;margin:6px 0;white-space:pre-wrap;overflow-wrap:anywhere;max-height:24em;overflow:auto}pre code{background:none;padding:0;font-size:1em}.rem{color:var(--soft)}.copy{margin-left:10px;padding:0 8px;font-size:12px;user-select:none}.printed{display:none}time,.o{white-space:nowrap}
header.top{padding-top:28px}.kicker{color:var(--soft);font-size:13px;letter-spacing:.02em;margin:0 0 4px}
.meta{display:flex;flex-wrap:wrap;gap:2px 18px;color:var(--soft);margin:6px 0 0;padding:0;list-style:none}
nav{margin:14px 0 0}nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0;padding:0}nav a{display:inline-block;padding:3px 0}
.b{display:inline-flex;align-items:center;gap:5px;border-radius:999px;padding:1px 9px 1px 7px;font-size:12.5px;line-height:1.5;font-weight:600;white-space:nowrap}
.b i{font-style:normal;font-weight:700}
.b.fail,.chip.fail b{background:var(--fail-bg);color:var(--fail)}.b.warn,.chip.warn b{background:var(--warn-bg);color:var(--warn)}.b.unknown,.chip.unknown b{background:var(--unknown-bg);color:var(--unknown)}.b.skip,.chip.skip b{background:var(--skip-bg);color:var(--skip)}.b.pass,.chip.pass b{background:var(--pass-bg);color:var(--pass)}
.verdict{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--skip-line);border-radius:10px;padding:18px 22px;margin-top:18px}
.verdict.fail{border-left-color:var(--fail-line)}.verdict.warn{border-left-color:var(--warn-line)}.verdict.unknown{border-left-color:var(--unknown-line)}.verdict.pass{border-left-color:var(--pass-line)}
.verdict h2{margin:0 0 4px;font-size:14px;font-weight:600;color:var(--soft)}.verdict .big{font-size:19px;line-height:1.4;margin:0;font-weight:600;overflow-wrap:anywhere}.verdict .big.fail{color:var(--fail)}
.verdict .to{font-size:14px;font-weight:400;white-space:nowrap}.verdict .big+.big{margin-top:6px}.verdict h3{margin:16px 0 2px;font-size:14px;font-weight:600;color:var(--soft)}
.tally{display:flex;flex-wrap:wrap;gap:6px;margin:16px 0 0;padding:0;list-style:none}
.rows{columns:300px;column-gap:24px;margin:8px 0 0}.rows div{break-inside:avoid;padding-bottom:8px}.rows div{min-width:0}.rows dt{color:var(--soft);font-size:13px}.rows dd{margin:0;overflow-wrap:anywhere}
.t.fail{color:var(--fail)}.t.warn{color:var(--warn)}.t.unknown{color:var(--unknown)}.t.pass{color:var(--pass)}
.facts .rows{columns:230px}.facts{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:10px 22px 14px;margin-top:12px}
.note{border-radius:8px;padding:8px 12px;background:var(--card);border:1px solid var(--line);overflow-wrap:anywhere}.note .b{margin-right:6px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0;margin:10px 0;color:var(--soft);font-size:13px}.legend li::before{content:"";display:inline-block;width:12px;height:12px;margin-right:6px;vertical-align:-1px;border-radius:2px}
.k-hb::before{background:linear-gradient(90deg,transparent 4px,var(--hb) 4px,var(--hb) 7px,transparent 7px)}.k-ba::before{background:linear-gradient(90deg,transparent 3px,var(--ba) 3px,var(--ba) 8px,transparent 8px)}.k-er::before{background:linear-gradient(90deg,transparent 3px,var(--er) 3px,var(--er) 8px,transparent 8px)}.k-fs::before{background:var(--fs)}.k-ch::before{background:linear-gradient(90deg,transparent 4px,var(--ch) 4px,var(--ch) 8px,transparent 8px)}.k-si::before{background:var(--silent);box-shadow:inset 0 0 0 1px var(--warn-line)}
.cards{display:grid;gap:12px}.card{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--skip-line);border-radius:8px;padding:14px 18px;min-width:0;break-inside:avoid}
.card.fail{border-left-color:var(--fail-line)}.card.warn{border-left-color:var(--warn-line)}.card.unknown{border-left-color:var(--unknown-line)}.card.pass{border-left-color:var(--pass-line)}
.said{overflow-wrap:anywhere}.card .said{margin:2px 0 0}.alt{color:var(--soft);font-size:13px;margin:4px 0 8px;overflow-wrap:anywhere}
.card h3{display:inline-flex}article.card>h3{display:flex}details.card>summary{cursor:pointer}.card details>summary{cursor:pointer;color:var(--soft);font-size:13px;width:fit-content}
.plot{display:grid;grid-template-columns:78px minmax(0,1fr);margin:10px 0 0}.plot>svg{display:block;overflow:visible}.lanes{padding-top:2px;font-size:12px;color:var(--soft)}.lanes span{display:block;height:20px;line-height:20px}
.plot text{font-size:11.5px;fill:var(--soft)}.plot .band{fill:var(--ink);font-weight:600}
.plot path{vector-effect:non-scaling-stroke}.grid,.rule{stroke:var(--grid);stroke-width:1px}.hb{stroke:var(--hb);stroke-width:2.5px}.ba{stroke:var(--ba);stroke-width:3px}.er{stroke:var(--er);stroke-width:3px}.ch{stroke:var(--ch);stroke-width:3px}.silent{fill:var(--silent);stroke:var(--warn-line);stroke-width:1px}.nolog{fill:var(--nolog)}.fs{fill:var(--fs)}.fs.failed{fill:var(--er)}.fs.open{fill:none;stroke:var(--fs);stroke-width:2px;stroke-dasharray:5 3}
.list{display:grid;gap:6px}.f{background:var(--card);border:1px solid var(--line);border-radius:8px;min-width:0}.f[hidden]{display:none}
.f>summary{cursor:pointer;display:grid;grid-template-columns:104px auto minmax(0,1fr) minmax(0,auto) auto;gap:4px 12px;align-items:center;padding:8px 14px;list-style:none}.f>summary::-webkit-details-marker{display:none}
.f>summary>.b{justify-self:start}.f>summary .ids{max-width:132px}.f>summary .title{font-weight:550;overflow-wrap:anywhere}.f>summary .cause{font-weight:400;color:var(--soft)}.who{color:var(--soft);font-size:13.5px;overflow-wrap:anywhere;max-width:300px}.cat{color:var(--soft);font-size:12.5px;white-space:nowrap}.cat::after{content:"▸";display:inline-block;margin-left:10px}.f[open]>summary .cat::after{transform:rotate(90deg)}
.f.pass>summary,.f.skip>summary{padding-top:5px;padding-bottom:5px}.f.pass .title,.f.skip .title{font-weight:400}.f.fail>summary{box-shadow:inset 4px 0 var(--fail-line);border-radius:8px 0 0 8px}.f.warn>summary{box-shadow:inset 4px 0 var(--warn-line);border-radius:8px 0 0 8px}.f.unknown>summary{box-shadow:inset 4px 0 var(--unknown-line);border-radius:8px 0 0 8px}
#users .f>summary{grid-template-columns:auto minmax(0,1fr) minmax(0,auto) auto}
.body{padding:2px 18px 14px 18px;border-top:1px solid var(--line)}.one{padding:4px 0}.one+.one{border-top:1px dashed var(--line)}.one p{margin:4px 0;overflow-wrap:anywhere}
.ev{display:grid;grid-template-columns:minmax(110px,220px) minmax(0,1fr);gap:2px 16px;margin:4px 0 8px;font-size:13.5px}.ev dt{color:var(--soft);overflow-wrap:anywhere}.ev dd{margin:0;overflow-wrap:anywhere}.ev small{color:var(--soft);font-size:12.5px}.ev small::before{content:"· "}
.fix{background:var(--bg);border-radius:8px;padding:8px 14px;margin:8px 0;overflow-wrap:anywhere}.fix p{margin:2px 0}.fix b{display:block;font-size:13px;color:var(--soft)}.more{color:var(--soft);font-size:13px}
#filter{display:flex;flex-wrap:wrap;gap:10px 18px;align-items:center;margin:0 0 12px}#filter[hidden]{display:none}.chips{flex-basis:100%;display:flex;flex-wrap:wrap;gap:6px}.chip{display:inline-flex;align-items:center;gap:6px;border:1px solid var(--line);background:var(--card);border-radius:999px;padding:3px 6px 3px 10px;cursor:pointer;font-size:13.5px}.chip b{border-radius:999px;padding:0 8px;font-size:12.5px}.chip input{margin:0;accent-color:var(--focus)}.chip:has(:focus-visible){outline:2px solid var(--focus);outline-offset:2px}.chip:has(:disabled){cursor:default}
.search{font-size:13.5px;display:inline-flex;gap:8px;align-items:center}.search input{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--skip-line);border-radius:6px;padding:4px 9px;width:210px;max-width:100%}.search input::placeholder{color:var(--soft);opacity:1}
button{font:inherit;font-size:13.5px;color:var(--ink);background:var(--card);border:1px solid var(--skip-line);border-radius:6px;padding:3px 11px;cursor:pointer}#shown{color:var(--soft);font-size:13.5px;margin:0}
.wide th,.wide td{min-width:7em}table{border-collapse:collapse;width:100%;margin:8px 0 14px;background:var(--card);font-size:14px}th,td{text-align:left;padding:6px 12px;border-bottom:1px solid var(--line);overflow-wrap:anywhere;vertical-align:top}th{color:var(--soft);font-weight:600;font-size:13px}
.way{display:flex;flex-wrap:wrap;gap:6px 10px;align-items:center;margin:10px 0}.leg{display:inline-flex;align-items:center}.leg::before,.leg::after{content:"";width:22px;border-top:2px solid var(--skip-line)}.leg.fail::before,.leg.fail::after{border-top:2px dashed var(--fail-line)}.pw{margin-left:10px}
.uf{list-style:none;margin:10px 0 0;padding:0}.uf li{padding:6px 0;border-top:1px dashed var(--line);overflow-wrap:anywhere}
footer{color:var(--soft);font-size:13px;padding-top:28px;padding-bottom:40px;overflow-wrap:anywhere}
@media (max-width:720px){main,.main,header.top,footer{padding-left:14px;padding-right:14px}main.all{padding:0}h1{font-size:22px}.verdict{padding:14px 16px}.verdict .big{font-size:17px}.card{padding:12px}.plot{grid-template-columns:62px minmax(0,1fr)}.lanes{font-size:11px}.f>summary,#users .f>summary{grid-template-columns:auto auto minmax(0,1fr)}.f>summary .title{grid-column:1/-1}.f>summary .who{grid-column:1/-1;max-width:none}.f>summary .who:empty{display:none}.f>summary .cat{grid-column:3;grid-row:1;justify-self:end}.ev{grid-template-columns:minmax(0,1fr)}.ev dd{margin:0 0 4px}.body{padding:2px 12px 12px}.plot .o{display:none}.plot .band{font-size:10.5px}
table.wide,.wide tbody,.wide tr,.wide td,.wide th[scope=row],.wide caption{display:block}.wide thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.wide tr{padding:8px 0;border-bottom:1px solid var(--line)}.wide td,.wide th[scope=row]{padding:2px 12px;border:0;min-width:0}.wide td:empty{display:none}.wide td[data-th]::before{content:attr(data-th) ": ";color:var(--soft);font-size:13px}}
@media print{:root{color-scheme:light}body{background:#fff;font-size:15px;line-height:1.4;zoom:.8}.verdict{padding:10px 16px;margin-top:10px}.verdict h3{margin-top:8px}.tally{margin-top:8px}.f.first .fix{display:none}header.top{padding-top:0}footer{padding:12px 0 0}footer .rows{columns:4}main,.main,header.top,footer{max-width:none;padding:0}.server{break-before:page;border:0}nav,#filter,.skip-link,.copy,#findings>.sub,#findings .f.pass,#findings .f.skip,.to,details.card.pass,.card.empty{display:none!important}.printed{display:block}@page{margin:14mm}h2{margin-top:18px}.card{padding:8px 12px;break-inside:auto}.note.pass{display:none}.f,.card,.verdict,.facts{border-color:#bbb}.f{break-inside:auto}.f>summary{break-after:avoid}.one,.fix,.plot{break-inside:avoid}pre{max-height:none}h2,h3,h2+.sub,caption{break-after:avoid}h2+*{break-before:avoid}.b,.plot,.legend,.fix,.verdict,.card{print-color-adjust:exact;-webkit-print-color-adjust:exact}.cat::after{display:none}}
.skip-link{position:absolute;left:-9999px}.skip-link:focus{left:12px;top:12px;background:var(--card);padding:8px 14px;border-radius:6px;z-index:1}`;

/**
 * The whole style of the page. Light is the base; dark follows the reader's system, and never a printer. Its hash stands
 * in the Content-Security-Policy.
 */
export const pageStyle = `:root{color-scheme:light dark;${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
${page}`;
