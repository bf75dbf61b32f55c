export const CSS = `
:host{all:initial}
*{box-sizing:border-box}
button{position:fixed;right:24px;bottom:24px;z-index:2147483000;display:flex;align-items:center;gap:8px;height:52px;
padding:0 20px 0 16px;border:0;border-radius:26px;color:#fff;background:linear-gradient(135deg,#e0532a,#bf3517);
box-shadow:0 8px 24px #a8340f59;cursor:pointer;transition:transform .2s,box-shadow .2s;
font:600 15px/1 -apple-system,"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
button:hover{transform:translateY(-2px);box-shadow:0 12px 28px #a8340f73}
button:focus-visible{outline:3px solid #1c1512;outline-offset:3px}
svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;top:-5px;right:-3px;min-width:22px;padding:4px 6px;border:2px solid #fff;border-radius:12px;
background:#8f1d0c;font-size:12px;text-align:center}
b:empty{display:none}
.panel{position:fixed;right:24px;bottom:92px;z-index:2147483001;width:400px;max-width:calc(100vw - 32px);
height:min(700px,calc(100vh - 116px));border-radius:20px;overflow:hidden;background:#faf6f2;
box-shadow:0 20px 60px #50200f47;visibility:hidden;opacity:0;transform:translateY(16px) scale(.98);
transform-origin:100% 100%;transition:opacity .2s,transform .2s,visibility 0s .2s}
.panel.open{visibility:visible;opacity:1;transform:none;transition:opacity .2s,transform .2s}
iframe{display:block;width:100%;height:100%;border:0}
@media(max-width:640px){button{right:16px;bottom:16px}
.panel{right:0;bottom:auto;top:0;left:0;width:100%;max-width:none;height:100%;border-radius:0;box-shadow:none}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
`;
