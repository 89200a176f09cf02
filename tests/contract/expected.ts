// What Slack's own packages say of each payload, held closer than they do: blocks are the known ones and no others,
// and nothing stands beside what is declared. Where the types know less than Slack sends, it says so here, and why.
import type {
  AppHomeOpenedEvent,
  AppMentionEvent,
  AppUninstalledEvent,
  FileSharedEvent,
  FileShareMessageEvent,
  GenericMessageEvent,
  HomeView,
  KnownBlock,
  MemberJoinedChannelEvent,
  MemberLeftChannelEvent,
  MessageChangedEvent,
  MessageDeletedEvent,
  MessageMetadata,
  ModalView,
  Option,
  ReactionAddedEvent,
  ReactionRemovedEvent,
  RichTextBlock,
  TokensRevokedEvent,
} from "@slack/types";
import type * as web from "@slack/web-api";
import type * as bolt from "@slack/bolt";

// --- how it is held closer

type Declared<K> = string extends K ? never : K;
type Part<K, V> = K extends "blocks" ? KnownBlock[] | Extract<V, undefined> : V;
/** The same without index signatures, and with known blocks only. */
type Closed<T> = T extends object ? { [K in keyof T as Declared<K>]: Part<K, T[K]> } : T;
/** The same, closed, but for what is said otherwise. */
type But<T, More> = T extends object ? Omit<Closed<T>, keyof More> & More : T;

// --- what the bot sends

type Modal = Closed<ModalView>;
type Home = Closed<HomeView>;
type WithBlocks = { text: string; blocks?: KnownBlock[] };
export type ChatPostMessage = But<web.ChatPostMessageArguments, WithBlocks & { metadata?: MessageMetadata }>;
export type ChatUpdate = But<web.ChatUpdateArguments, WithBlocks>;
export type ChatPostEphemeral = But<web.ChatPostEphemeralArguments, WithBlocks>;
export type FilesCompleteUpload = Closed<web.FilesCompleteUploadExternalArguments>;
export type ViewsOpen = But<web.ViewsOpenArguments, { view: Modal }>;
export type ViewsPush = But<web.ViewsPushArguments, { view: Modal }>;
export type ViewsUpdate = But<web.ViewsUpdateArguments, { view: Modal | Home }>;
export type ViewsPublish = But<web.ViewsPublishArguments, { view: Home }>;
export type Respond = But<bolt.RespondArguments, { blocks?: KnownBlock[] }>;
export type AnswerToSubmission =
  | (Omit<bolt.ViewUpdateResponseAction, "view"> & { view: Modal })
  | (Omit<bolt.ViewPushResponseAction, "view"> & { view: Modal })
  | bolt.ViewClearResponseAction
  | bolt.ViewErrorsResponseAction
  | Record<string, never>;
export type AnswerToCommand = Respond | Record<string, never>;
export type Nothing = Record<string, never>;

// --- what Slack sends

// A workspace outside Enterprise Grid: `"enterprise": null` in every sample of
// https://docs.slack.dev/reference/interaction-payloads; and the person's name under both its keys.
type Really = { enterprise: null; user: { id: string; username: string; name: string; team_id: string } };

// An option comes back whole, with its description, and in mrkdwn when it was given so (radio buttons, checkboxes).
// A rich text that nobody has written is null here, like every other field that nobody has filled in.
type Held = Omit<Closed<bolt.ViewStateValue>, "selected_option" | "selected_options" | "rich_text_value"> & {
  rich_text_value?: RichTextBlock | null;
  selected_option?: Option | null;
  selected_options?: Option[];
};
type Values = { values: { [block: string]: { [action: string]: Held } } };
type Shown = But<bolt.ViewOutput, { state: Values; type: "modal" | "home" }>;

// A message as conversations.history tells it, for the types of interactions leave it open; and a file in it likewise,
// with all that the type of an event wants said of it.
type Told = NonNullable<web.ConversationsHistoryResponse["messages"]>[number];
type InAnEvent = NonNullable<FileShareMessageEvent["files"]>[number];
type Always<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] };
type File = Omit<NonNullable<Told["files"]>[number], keyof Always<InAnEvent>> & Always<InAnEvent>;
type InFull = {
  type: "message";
  user: string;
  team: string;
  ts: string;
  text: string;
  blocks?: KnownBlock[];
  files?: File[];
  metadata?: MessageMetadata;
};
type Message = Omit<Told, keyof InFull> & InFull;

// Where it was: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, `container`.
type InMessage = {
  type: "message";
  message_ts: string;
  channel_id: string;
  is_ephemeral: boolean;
  thread_ts?: string;
};
type InView = { type: "view"; view_id: string };

// Elements that act in a view or a message and that the union of bolt does not know yet.
type Element<T extends string, Chosen> = bolt.BasicElementAction<T> & Chosen;
type Action =
  | Exclude<bolt.BlockElementAction, bolt.ButtonAction | bolt.StaticSelectAction>
  // A button's colour comes along, which does no harm.
  | (bolt.ButtonAction & { style?: "primary" | "danger" })
  // A choice that was taken back is null: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.
  | (Omit<bolt.StaticSelectAction, "selected_option"> & { selected_option: Option | null })
  | Element<"datetimepicker", { selected_date_time: number | null }>
  | Element<"email_text_input" | "number_input" | "url_text_input", { value: string }>;

export type BlockActionInMessage = But<
  bolt.BlockAction<Action>,
  Really & {
    container: InMessage;
    message?: Message;
    channel: { id: string; name: string };
    state: Values;
    view?: never;
  }
>;
export type BlockActionInView = But<
  bolt.BlockAction<Action>,
  // No response_url: Slack gives one for messages only, the type asks for it always.
  Really & { container: InView; view: Shown; response_url?: never; message?: never; channel?: never; state?: never }
>;
export type ViewSubmit = But<bolt.ViewSubmitAction, Really & { view: Shown }>;
export type ViewClosed = But<bolt.ViewClosedAction, Really & { view: Shown }>;
export type GlobalShortcut = But<bolt.GlobalShortcut, Pick<Really, "enterprise">>;
export type MessageShortcut = But<bolt.MessageShortcut, Really & { message: Message }>;
export type SlashCommand = Closed<bolt.SlashCommand>;
type Suggestion<Where> = But<bolt.BlockSuggestion, Really & Where>;
export type BlockSuggestionInView = Suggestion<{ container: InView; view: Shown; message?: never; channel?: never }>;
export type BlockSuggestionInMessage = Suggestion<{ container: InMessage; message: Message; view?: never }>;

// Outside Enterprise Grid there is no enterprise; `event_context` comes along: https://docs.slack.dev/apis/events-api.
type Event<E> = But<bolt.EnvelopedEvent, { event: Closed<E>; context_enterprise_id: null; event_context: string }>;
export type AppHomeOpened = Event<But<AppHomeOpenedEvent, { view?: Shown }>>;
// A type of `undefined` would have to be written out: it means that there is no subtype. An app's message names the app.
type InAMessage = { subtype?: never; app_id?: string; metadata?: MessageMetadata };
export type MessageSaid = Event<But<GenericMessageEvent, InAMessage>>;
// What Slack's own client adds to any message of a person, files or not.
type WithFiles = { client_msg_id: string; team: string; files: File[] };
export type MessageWithFiles = Event<But<FileShareMessageEvent, WithFiles>>;
// The messages within are those of the history: https://docs.slack.dev/reference/events/message/message_changed.
export type MessageChanged = Event<But<MessageChangedEvent, { message: Message; previous_message: Message }>>;
export type MessageDeleted = Event<But<MessageDeletedEvent, { previous_message: Message }>>;
export type AppMention = Event<AppMentionEvent>;
export type MemberJoinedChannel = Event<MemberJoinedChannelEvent>;
export type MemberLeftChannel = Event<MemberLeftChannelEvent>;
export type ReactionAdded = Event<ReactionAddedEvent>;
export type ReactionRemoved = Event<ReactionRemovedEvent>;
export type FileShared = Event<FileSharedEvent>;
export type AppUninstalled = Event<AppUninstalledEvent & { event_ts?: string }>;
export type TokensRevoked = Event<TokensRevokedEvent & { event_ts?: string }>;
