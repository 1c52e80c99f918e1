/** The rows of the fault matrix: what happens, what a person sees of it, and what passes over the wire. */
export const matrix = [
  {
    fault: 'F37',
    what: 'A page reloads in a call',
    seen: 'The call is there when the page is: the same name, clock, mute and hold.',
    wire: 'One re-INVITE. A phone in the page registers again, under the same address; one in the worker has nothing to do.',
  },
  {
    fault: 'F38',
    what: 'A tab crashes in a call',
    seen: 'Another tab of the site takes the sound. A lone tab has its call again when it is opened again within 20 seconds.',
    wire: 'One re-INVITE. If no page comes: BYE from the worker; of a lone tab the other side finds out as in F39.',
  },
  {
    fault: 'F39',
    what: 'The browser is killed in a call',
    seen: 'The other side reads “Sound is interrupted, restoring it…”, then “The connection was lost”, and the call is over.',
    wire: 'The other side tries once to restart ICE by a re-INVITE, then says BYE.',
  },
  {
    fault: 'F40',
    what: 'A page goes into the back/forward cache and comes back',
    seen: 'The telephone is as it was.',
    wire: 'The browser closes the WebSocket of a page that it puts aside: a phone in the page connects and registers again. One in the worker notices nothing. A page with a call is not put aside, but loaded anew as in F37.',
  },
  {
    fault: 'F41',
    what: 'A tab is hidden',
    seen: 'It rings all the same.',
    wire: 'Registrations are renewed after half to nine tenths of their time.',
  },
  {
    fault: 'F42',
    what: 'A tab is frozen by the browser, and thawed',
    seen: 'For a phone in the page: not reachable while frozen, then as before. A phone in the worker is not frozen with its pages.',
    wire: 'The browser closes the WebSocket of a frozen page; it connects and registers as soon as it is thawed.',
  },
  {
    fault: 'F43',
    what: 'The machine sleeps in a call',
    seen: 'After a short sleep the call goes on. After a long one it is over on both sides, and says so.',
    wire: 'REGISTER as soon as it wakes, then one re-INVITE; if the far side has given up, the 481 that answers it ends the call here, too.',
  },
  {
    fault: 'F44',
    what: 'The clock of the machine is set two hours forward or back',
    seen: 'The clock of the call is wrong for one second at most; its length is right.',
    wire: 'Nothing: registrations are timed by what passes, not by the time of day.',
  },
  {
    fault: 'F45',
    what: 'The processor is six times slower',
    seen: 'The page answers.',
    wire: 'No sign of life is missed.',
  },
  {
    fault: 'F52',
    what: 'Several tabs of one person answer at the same moment',
    seen: 'It rings once; one of them has the call, and the others show where it is.',
    wire: 'One registration, one INVITE, one 200.',
  },
  {
    fault: 'F53',
    what: 'The tab in which the phone lives goes',
    seen: 'Another tab has the phone. What rings rings on, and calls go on.',
    wire: 'With a worker nothing. Without one, the next tab connects and registers under the same address.',
  },
  {
    fault: 'F54',
    what: 'One of five tabs reloads in its call',
    seen: 'The call follows its tab; the others show it all the while.',
    wire: 'One re-INVITE.',
  },
];
