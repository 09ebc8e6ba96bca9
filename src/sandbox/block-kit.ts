import { z } from 'zod';

// Slack refuses unknown keys as well as wrong values, so every shape here is strict. Blocks a bot of this kind has no
// use for (cards, carousels, plans, video, files) are left out on purpose: they are refused like a misspelt type.

const shape = <T extends string, S extends z.ZodRawShape>(type: T, keys: S) =>
  z.strictObject({ type: z.literal(type), ...keys });

const plain = (max: number) => shape('plain_text', { text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) => shape('mrkdwn', { text: z.string().min(1).max(max), verbatim: z.boolean().optional() });
const either = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);

const id = z.string().min(1).max(255);
const url = z.url().max(3000);
const flag = z.boolean().optional();
const style = z.enum(['primary', 'danger']).optional();
const confirm = z.strictObject({
  title: plain(100).optional(),
  text: either(300),
  confirm: plain(30).optional(),
  deny: plain(30).optional(),
  style,
});

const option = z.strictObject({ text: plain(75), value: z.string().min(1).max(75), description: plain(75).optional() });
const choice = option.extend({ text: either(75), description: either(75).optional() });
const optionGroup = z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) });

type Offer = {
  readonly options?: readonly unknown[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly unknown[] }[] | undefined;
  readonly initial_option?: unknown;
  readonly initial_options?: readonly unknown[] | undefined;
};
const offered = (element: Offer) => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options),
];
const startsAmongOptions = (element: Offer) => {
  const known = new Set(offered(element).map((each) => JSON.stringify(each)));
  const initial = element.initial_option === undefined ? (element.initial_options ?? []) : [element.initial_option];
  return initial.every((each) => known.has(JSON.stringify(each)));
};
const hasOneSource = (element: Offer) => (element.options === undefined) !== (element.option_groups === undefined);
const unknownInitial = 'initial option was not found in the options';
const noSource = 'exactly one of options and option_groups is required';

const actionable = { action_id: id.optional(), confirm: confirm.optional() };
const focusable = { ...actionable, focus_on_load: flag };
const field = { ...focusable, placeholder: plain(150).optional() };
const many = { ...field, max_selected_items: z.int().min(1).optional() };
const typed = {
  action_id: id.optional(),
  focus_on_load: flag,
  placeholder: plain(150).optional(),
  initial_value: z.string().max(3000).optional(),
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
};
const optionSource = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const conversations = {
  default_to_current_conversation: flag,
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: flag,
      exclude_bot_users: flag,
    })
    .optional(),
};

const button = shape('button', {
  ...actionable,
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style,
  accessibility_label: z.string().max(75).optional(),
});
const overflow = shape('overflow', {
  ...actionable,
  options: z
    .array(option.extend({ url: url.optional() }))
    .min(1)
    .max(5),
});
const picture = shape('image', { image_url: url, alt_text: z.string().min(1).max(2000) });

const pickers = [
  shape('static_select', { ...field, ...optionSource, initial_option: option.optional() })
    .refine(hasOneSource, noSource)
    .refine(startsAmongOptions, unknownInitial),
  shape('multi_static_select', { ...many, ...optionSource, initial_options: z.array(option).min(1).optional() })
    .refine(hasOneSource, noSource)
    .refine(startsAmongOptions, unknownInitial),
  shape('users_select', { ...field, initial_user: id.optional() }),
  shape('multi_users_select', { ...many, initial_users: z.array(id).optional() }),
  shape('channels_select', { ...field, response_url_enabled: flag, initial_channel: id.optional() }),
  shape('multi_channels_select', { ...many, initial_channels: z.array(id).optional() }),
  shape('conversations_select', {
    ...field,
    ...conversations,
    response_url_enabled: flag,
    initial_conversation: id.optional(),
  }),
  shape('multi_conversations_select', { ...many, ...conversations, initial_conversations: z.array(id).optional() }),
  shape('datepicker', { ...field, initial_date: z.iso.date().optional() }),
  shape('timepicker', {
    ...field,
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
  shape('datetimepicker', { ...focusable, initial_date_time: z.int().min(1e9).max(9_999_999_999).optional() }),
  shape('radio_buttons', {
    ...focusable,
    options: z.array(choice).min(1).max(10),
    initial_option: choice.optional(),
  }).refine(startsAmongOptions, unknownInitial),
  shape('checkboxes', {
    ...focusable,
    options: z.array(choice).min(1).max(10),
    initial_options: z.array(choice).min(1).optional(),
  }).refine(startsAmongOptions, unknownInitial),
] as const;
const textInputs = [
  shape('plain_text_input', {
    ...typed,
    multiline: flag,
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  shape('email_text_input', typed),
  shape('url_text_input', typed),
  shape('number_input', {
    ...typed,
    is_decimal_allowed: z.boolean(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
] as const;

const looks = {
  style: z
    .partialRecord(z.enum(['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'unlink']), z.boolean())
    .optional(),
};
const run = shape('text', { text: z.string().min(1), ...looks });
const link = shape('link', { url, text: z.string().optional(), unsafe: flag, ...looks });
const inline = z.array(
  z.discriminatedUnion('type', [
    run,
    link,
    shape('emoji', { name: z.string().min(1), unicode: z.string().optional(), ...looks }),
    shape('user', { user_id: id, ...looks }),
    shape('channel', { channel_id: id, ...looks }),
    shape('usergroup', { usergroup_id: id, ...looks }),
    shape('broadcast', { range: z.enum(['here', 'channel', 'everyone']), ...looks }),
    shape('date', {
      timestamp: z.int(),
      format: z.string().min(1),
      url: url.optional(),
      fallback: z.string().optional(),
      ...looks,
    }),
    shape('color', { value: z.string(), ...looks }),
  ]),
);
const border = z.int().min(0).max(1).optional();
const richSection = shape('rich_text_section', { elements: inline });
const block = { block_id: id.optional() };
const richText = shape('rich_text', {
  ...block,
  elements: z.array(
    z.discriminatedUnion('type', [
      richSection,
      shape('rich_text_list', {
        style: z.enum(['bullet', 'ordered']),
        elements: z.array(richSection),
        indent: z.int().min(0).max(8).optional(),
        offset: z.int().min(0).optional(),
        border,
      }),
      shape('rich_text_quote', { elements: inline, border }),
      shape('rich_text_preformatted', {
        elements: z.array(z.discriminatedUnion('type', [run, link])),
        border,
        language: z.string().optional(),
      }),
    ]),
  ),
});
const cell = z.discriminatedUnion('type', [
  shape('raw_text', { text: z.string().min(1) }),
  shape('raw_number', { value: z.number(), text: z.string().min(1) }),
  richText,
]);

const blocks = {
  section: shape('section', {
    ...block,
    text: either(3000).optional(),
    fields: z.array(either(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [button, overflow, picture, ...pickers]).optional(),
    expand: flag,
  }).refine((section) => section.text !== undefined || section.fields !== undefined, 'text or fields is required'),
  header: shape('header', { ...block, text: plain(150), level: z.int().min(1).max(4).optional() }),
  context: shape('context', {
    ...block,
    elements: z
      .array(z.discriminatedUnion('type', [picture, plain(3000), mrkdwn(3000)]))
      .min(1)
      .max(10),
  }),
  actions: shape('actions', {
    ...block,
    elements: z
      .array(z.discriminatedUnion('type', [button, overflow, ...pickers]))
      .min(1)
      .max(25),
  }),
  divider: shape('divider', block),
  image: picture.extend({ ...block, title: plain(2000).optional() }),
  input: shape('input', {
    ...block,
    label: plain(2000),
    hint: plain(2000).optional(),
    optional: flag,
    dispatch_action: flag,
    element: z.discriminatedUnion('type', [...textInputs, ...pickers]),
  }),
  rich_text: richText,
  table: shape('table', {
    ...block,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: flag }))
      .max(20)
      .optional(),
  }),
  markdown: shape('markdown', { ...block, text: z.string().min(1).max(12_000) }),
  alert: shape('alert', {
    ...block,
    text: either(200),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
} as const;

const anywhere = [
  blocks.section,
  blocks.header,
  blocks.context,
  blocks.actions,
  blocks.divider,
  blocks.image,
  blocks.input,
  blocks.rich_text,
] as const;

/** The blocks each surface takes, with Slack's limits on every part of them. */
export const blocksOf = {
  message: z.array(z.discriminatedUnion('type', [...anywhere, blocks.table, blocks.markdown])).max(50),
  modal: z
    .array(z.discriminatedUnion('type', [...anywhere, blocks.alert]))
    .min(1)
    .max(100),
  home: z.array(z.discriminatedUnion('type', anywhere)).min(1).max(100),
} as const;

/** The parts of a view beside its blocks. */
export const viewOf = {
  modal: shape('modal', {
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    blocks: blocksOf.modal,
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    external_id: z.string().max(255).optional(),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  }),
  home: shape('home', {
    blocks: blocksOf.home,
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    external_id: z.string().max(255).optional(),
  }),
} as const;
