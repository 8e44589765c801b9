import { AxeBuilder } from '@axe-core/playwright';
import { launchBrowser } from './testing/chromium.ts';
const B='http://127.0.0.1:23871';const [P,C,R]=process.argv.slice(2);
const browser=await launchBrowser();
const context=await browser.newContext({baseURL:B,viewport:{width:1280,height:860},locale:'en-GB',timezoneId:'Europe/Berlin',reducedMotion:'reduce'});
await context.addInitScript(()=>localStorage.setItem('ithaca.locale','en'));
await context.request.post('/api/sign-in',{data:{email:'coordinator@halden.example',password:'try-ithaca-today'}});
const page=await context.newPage();page.on('pageerror',e=>console.log('pageerror',e.message.slice(0,400)));
await page.goto(`/manage/${P}/matching/${R}?cohort=${C}&decision=proposed`);
await page.locator('h2#pair').waitFor();await page.waitForTimeout(2500);
const stat=async(l:string)=>{const d=(await page.evaluate(()=>{const r=performance.getEntriesByName('review.answer').map(e=>e.duration);performance.clearMeasures();return r;})).sort((a,b)=>a-b);console.log(l,'n',d.length,'p50',Math.round(d[d.length>>1]),'p95',Math.round(d[Math.floor(d.length*.95)]),'max',Math.round(d.at(-1)??0));};
for(let i=0;i<30;i++){await page.keyboard.press('j');await page.waitForTimeout(600);}
await stat('J');
console.log(await page.evaluate(()=>{const l=document.querySelector('nav [aria-current=true]') as HTMLElement;return [Math.round(l.getBoundingClientRect().top),innerHeight]}));
for(let i=0;i<12;i++){await page.keyboard.press('a');await page.waitForTimeout(800);}
await stat('A');
await page.keyboard.press('u');await page.waitForTimeout(1500);
await page.getByRole('button',{name:'Draft again'}).click();await page.waitForTimeout(700);await page.getByRole('alertdialog').getByRole('button',{name:'Draft again'}).click();
await page.getByRole('button',{name:'Keep new draft'}).waitFor({timeout:40000});await page.waitForTimeout(800);
await page.getByText('Show changes').click().catch(()=>{});await page.waitForTimeout(500);
await page.screenshot({path:'/tmp/ithaca/diff.png'});
const {violations}=await new AxeBuilder({page}).exclude('[data-live-announcer]').analyze();console.log('axe diff',violations.map(v=>v.id+' '+v.nodes[0]?.target.join(' ')).join('; ')||0);
await browser.close();
