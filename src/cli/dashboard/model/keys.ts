import { orderedSections } from './sections.ts';
import type { DashboardState, Dialog, Screen } from './state.ts';
import { does, type Step, tell, to } from './step.ts';

/** A key as the dashboard understands it: a character, or a named key. */
export type Key =
  | { readonly char: string }
  | {
      readonly name:
        | 'up'
        | 'down'
        | 'left'
        | 'right'
        | 'pageUp'
        | 'pageDown'
        | 'home'
        | 'end'
        | 'enter'
        | 'escape'
        | 'backspace'
        | 'interrupt';
    };

const DIGITS_MAX = 7;

/** Rows that page up and page down move by. */
const PAGE = 10;

/** What a key does where the operator is: in a question, in the help, or on one of the screens. */
export function pressed(state: DashboardState, key: Key): Step {
  const word = 'char' in key ? key.char : key.name;
  if (word === 'interrupt') return does(state, { type: 'quit' });
  if (state.dialog?.name === 'doors') return inDoors(state, state.dialog, word);
  if (state.dialog?.name === 'target') return inTarget(state, state.dialog, word);
  if (word === 'q') return does(state, { type: 'quit' });
  if (state.isHelping) return to({ ...state, isHelping: false });
  if (word === '?') return to({ ...state, isHelping: true });
  if (word === 'p') return askDoors(state);
  if (word === 't') return askTarget(state);
  if (word === 'f') return freeze(state);
  return onScreen(state, word);
}

/** Why nothing can be changed now, if so. */
function hindrance({ connection, snapshot }: DashboardState): string | undefined {
  if (connection.state === 'lost') return 'nothing can be changed while there is no connection';
  return snapshot.sale === null ? 'this event has no sale yet: `tix sale create` makes one' : undefined;
}

function askDoors(state: DashboardState): Step {
  const hindered = hindrance(state);
  const doors = state.snapshot.sale?.doors;
  if (hindered !== undefined || doors === undefined) return tell(state, hindered ?? '');
  const comes = doors.planned[0]?.verb;
  const isOpen = comes === undefined ? doors.state === 'open' : comes === 'open' || comes === 'resume';
  if (isOpen) return to({ ...state, dialog: { name: 'doors', verb: 'pause' } });
  if (comes === 'pause' || doors.state === 'paused')
    return to({ ...state, dialog: { name: 'doors', verb: 'resume' } });
  return tell(state, 'the doors are closed: `tix sale open` opens them');
}

function inDoors(state: DashboardState, { verb }: Extract<Dialog, { name: 'doors' }>, word: string): Step {
  if (word === 'y') return does({ ...state, dialog: null }, { type: 'doors', verb });
  return word === 'n' || word === 'escape' ? to({ ...state, dialog: null }) : to(state);
}

function askTarget(state: DashboardState): Step {
  const hindered = hindrance(state);
  if (hindered !== undefined) return tell(state, hindered);
  return to({
    ...state,
    dialog: { name: 'target', digits: '', isConfirming: false, forecast: { state: 'none' } },
  });
}

type TargetDialog = Extract<Dialog, { name: 'target' }>;

function inTarget(state: DashboardState, dialog: TargetDialog, word: string): Step {
  if (word === 'escape') return to({ ...state, dialog: null });
  if (dialog.isConfirming) return confirmTarget(state, dialog, word);
  if (/^\d$/.test(word) && dialog.digits.length < DIGITS_MAX)
    return typed(state, dialog, `${dialog.digits}${word}`.replace(/^0+/, ''));
  if (word === 'backspace') return typed(state, dialog, dialog.digits.slice(0, -1));
  if (word === 'enter' && dialog.digits !== '')
    return to({ ...state, dialog: { ...dialog, isConfirming: true } });
  return to(state);
}

function typed(state: DashboardState, dialog: TargetDialog, digits: string): Step {
  if (digits === dialog.digits) return to(state);
  if (digits === '') return to({ ...state, dialog: { ...dialog, digits, forecast: { state: 'none' } } });
  const target = Number(digits);
  return does(
    { ...state, dialog: { ...dialog, digits, forecast: { state: 'asked', target } } },
    { type: 'forecast', target },
  );
}

function confirmTarget(state: DashboardState, dialog: TargetDialog, word: string): Step {
  if (word === 'y')
    return does({ ...state, dialog: null }, { type: 'target', target: Number(dialog.digits) });
  if (word === 'n' || word === 'backspace')
    return to({ ...state, dialog: { ...dialog, isConfirming: false } });
  return to(state);
}

function freeze(state: DashboardState): Step {
  const hindered = hindrance(state);
  if (hindered !== undefined) return tell(state, hindered);
  const { tuner } = state.snapshot;
  if (tuner === null) return tell(state, 'there is no tuner to freeze: `tix tune-tau` starts one');
  return does(state, { type: 'freeze', frozen: !tuner.frozen });
}

function onScreen(state: DashboardState, word: string): Step {
  const { screen } = state;
  if (screen.name === 'overview') return word === 's' ? openSections(state) : to(state);
  if (screen.name === 'section') return inSection(state, screen, word);
  return inSections(state, screen, word);
}

function openSections(state: DashboardState): Step {
  const first = state.snapshot.seats.sections[0];
  if (first === undefined) return tell(state, 'nothing is known of any section yet');
  return to({ ...state, screen: { name: 'sections', sectionId: first.sectionId, order: 'venue' } });
}

const MOVES: Readonly<Record<string, number>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  pageUp: -PAGE,
  pageDown: PAGE,
  home: Number.NEGATIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
};

function inSections(
  state: DashboardState,
  screen: Extract<Screen, { name: 'sections' }>,
  word: string,
): Step {
  if (word === 'escape' || word === 's' || word === 'backspace')
    return to({ ...state, screen: { name: 'overview' } });
  if (word === 'enter') return to({ ...state, screen: { ...screen, name: 'section' } });
  if (word === 'o')
    return to({ ...state, screen: { ...screen, order: screen.order === 'venue' ? 'taken' : 'venue' } });
  return moved(state, screen, MOVES[word]);
}

function inSection(state: DashboardState, screen: Extract<Screen, { name: 'section' }>, word: string): Step {
  if (word === 'escape' || word === 'enter' || word === 'backspace')
    return to({ ...state, screen: { ...screen, name: 'sections' } });
  if (word === 's') return to({ ...state, screen: { name: 'overview' } });
  return moved(state, screen, word === 'left' ? -1 : word === 'right' ? 1 : MOVES[word]);
}

function moved(
  state: DashboardState,
  screen: Exclude<Screen, { name: 'overview' }>,
  by: number | undefined,
): Step {
  if (by === undefined) return to(state);
  const sections = orderedSections(state.snapshot, screen.order);
  const at = sections.findIndex(({ sectionId }) => sectionId === screen.sectionId);
  const next = sections[Math.max(0, Math.min(sections.length - 1, Math.max(0, at) + by))];
  return next === undefined ? to(state) : to({ ...state, screen: { ...screen, sectionId: next.sectionId } });
}
