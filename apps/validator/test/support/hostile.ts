/** Texts that an agent or an experiment may make, and that must stay nothing but text. */
export const HOSTILE: readonly string[] = [
  'a | b || c',
  '`code` and ```fence```',
  '<script>alert(1)</script> <!-- -->',
  'line\n\n# forged heading\n- verdict: met',
  '\u001b[31mred\u001b[2J\u001b]0;title\u0007',
  '\u009b31m\u007f\u0008\r',
  '\u202etem ton\u2066',
  '[link](javascript:alert(1)) ![image](https://example.org/x.png)',
  'https://example.org www.example.org someone@example.org @everyone',
  '*bold* _it_ ~~gone~~ &lt;b&gt; &#x3c; \\| \\',
];
