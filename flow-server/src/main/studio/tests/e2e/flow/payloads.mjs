// Texts that would run something where a page takes them for markup, script, address or style.
const HIT = '__hit(1)';
export const PAYLOADS = [
  `<script>${HIT}</script>`, `<img src=x onerror=${HIT}>`, `<svg onload=${HIT}>`, `<svg><script>${HIT}</script></svg>`, `"><img src=x onerror=${HIT}>`,
  `'><img src=x onerror=${HIT}>`, `</script><script>${HIT}</script>`, `</textarea><img src=x onerror=${HIT}>`, `</title><svg onload=${HIT}>`, `<body onload=${HIT}>`,
  `<iframe src="javascript:parent.${HIT}"></iframe>`, `<iframe srcdoc="<script>parent.${HIT}</script>"></iframe>`, `<a href="javascript:${HIT}">x</a>`, `<details open ontoggle=${HIT}>`, `<video><source onerror=${HIT}></video>`,
  `<audio src=x onerror=${HIT}>`, `<input autofocus onfocus=${HIT}>`, `<select autofocus onfocus=${HIT}>`, `<marquee onstart=${HIT}>`, `<object data="javascript:${HIT}">`,
  `<embed src="javascript:${HIT}">`, `<form action="javascript:${HIT}"><button>x`, `<math><mtext></form><form><mglyph><style></math><img src onerror=${HIT}>`, `<style>@import 'javascript:${HIT}';</style>`, `<link rel=stylesheet href="javascript:${HIT}">`,
  `<meta http-equiv=refresh content="0;url=javascript:${HIT}">`, `<base href="javascript:${HIT}//">`, `<template><img src=x onerror=${HIT}></template>`, `<noscript><p title="</noscript><img src=x onerror=${HIT}>">`, `<!--><img src=x onerror=${HIT}>-->`,
  `[x](javascript:${HIT})`, `[x](JaVaScRiPt:${HIT})`, `[x](java\tscript:${HIT})`, `[x]( javascript:${HIT})`, `[x](data:text/html,<script>${HIT}</script>)`,
  `[x](vbscript:${HIT})`, `![x](javascript:${HIT})`, `![x](https://example.org/leak.png)`, `![x](x" onerror="${HIT})`, `<javascript:${HIT}>`,
  `[x]: javascript:${HIT}\n\n[x]`, `[x](&#106;avascript:${HIT})`, `[x](javascript&colon;${HIT})`, `**<img src=x onerror=${HIT}>**`, '```html\n<img src=x onerror=' + HIT + '>\n```',
  `| a |\n|---|\n| <img src=x onerror=${HIT}> |`, `{{constructor.constructor('${HIT}')()}}`.replaceAll('{{', '{ {').replaceAll('}}', '} }'), `\${${HIT}}`.replace('${', '$ {'), `#{${HIT}}`, `<%= ${HIT} %>`,
  `javascript:${HIT}`, `data:text/html,<script>${HIT}</script>`, `" onmouseover="${HIT}" x="`, `' onmouseover='${HIT}' x='`, `\` onmouseover=${HIT} x=\``,
  `x onerror=${HIT}`, `__proto__`, `constructor`, `\u202e<img src=x onerror=${HIT}>`, `<img src=x onerror\u0000=${HIT}>`.replace('\u0000', ''),
  `<IMG SRC=x ONERROR=${HIT}>`, `<img/src=x/onerror=${HIT}>`, `<svg/onload=${HIT}//`, `<x onclick=${HIT} tabindex=0 id=x>`, `&lt;script&gt;${HIT}&lt;/script&gt;`,
  `%3Cscript%3E${HIT}%3C/script%3E`, `<scr<script>ipt>${HIT}</scr</script>ipt>`, `url(javascript:${HIT})`, `expression(${HIT})`, `\\u003cscript\\u003e${HIT}`,
];
