import { elementsOf } from './limits';
import type { Json } from './protocol';

type Field = { readonly value: string; readonly initial: string; readonly empty: unknown };

const textField: Field = { value: 'value', initial: 'initial_value', empty: null };
const fields: Readonly<Record<string, Field>> = {
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  static_select: { value: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { value: 'selected_option', initial: 'initial_option', empty: null },
  multi_static_select: { value: 'selected_options', initial: 'initial_options', empty: [] },
  checkboxes: { value: 'selected_options', initial: 'initial_options', empty: [] },
  users_select: { value: 'selected_user', initial: 'initial_user', empty: null },
  multi_users_select: { value: 'selected_users', initial: 'initial_users', empty: [] },
  channels_select: { value: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_channels_select: { value: 'selected_channels', initial: 'initial_channels', empty: [] },
  conversations_select: { value: 'selected_conversation', initial: 'initial_conversation', empty: null },
  multi_conversations_select: { value: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  datepicker: { value: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { value: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { value: 'selected_date_time', initial: 'initial_date_time', empty: null },
};

/** `state.values` as Slack sends it: every input of the blocks, as filled in, else as it began, else empty. */
export function valuesOf(blocks: readonly Json[], given: Json): Readonly<Record<string, Json>> {
  const values: Record<string, Record<string, Json>> = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const field = fields[String(element['type'])];
      if (!field) continue;
      const [blockId, actionId] = [String(block['block_id']), String(element['action_id'])];
      const filled = inside(inside(given, blockId), actionId)[field.value];
      const value = filled !== undefined ? filled : (element[field.initial] ?? field.empty);
      values[blockId] = {
        ...values[blockId],
        [actionId]: { type: element['type'], [field.value]: nothingIfBlank(value) },
      };
    }
  }
  return values;
}

/** What Slack's own client says of inputs before it submits: those that are required and empty, too short or too long. */
export function problemsOf(blocks: readonly Json[], values: Readonly<Record<string, Json>>): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const block of blocks.filter((each) => each['type'] === 'input')) {
    const [id, [element = {}]] = [String(block['block_id']), elementsOf(block)];
    const value = inside(values[id] ?? {}, String(element['action_id']))[fields[String(element['type'])]?.value ?? ''];
    const [least, most] = [element['min_length'], element['max_length']];
    if (value === null || (Array.isArray(value) && value.length === 0)) {
      if (block['optional'] !== true) problems[id] = 'Please complete this required field.';
    } else if (typeof value === 'string' && typeof least === 'number' && value.length < least) {
      problems[id] = `Must be at least ${least} characters.`;
    } else if (typeof value === 'string' && typeof most === 'number' && value.length > most) {
      problems[id] = `Must be at most ${most} characters.`;
    }
  }
  return problems;
}

function inside(value: Json, key: string): Json {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === 'object' && found !== null ? (found as Json) : {};
}

function nothingIfBlank(value: unknown): unknown {
  return value === '' ? null : value;
}
