import { describe, expect, it } from 'vitest';
import { adapt, eventOf } from '../adapting.fixture.ts';
import { telegram } from './adapter.ts';

const chat = { id: -1001234567890, type: 'channel', title: 'Ring News', username: 'ringnews' };

function post(more: object, kind = 'channel_post') {
  return { update_id: 10, [kind]: { message_id: 5, date: 1767225600, chat, sender_chat: chat, ...more } };
}

describe('Telegram', () => {
  it('takes a post of a channel; offsets count UTF-16 units', () => {
    const text = '💍💍 #Aurora see example.com/x and here #b@ringnews';
    const entity = (type: string, part: string, more: object = {}) => ({
      type,
      offset: text.indexOf(part),
      length: part.length,
      ...more,
    });
    const entities = [
      entity('hashtag', '#Aurora'),
      entity('url', 'example.com/x'),
      entity('text_link', 'here', { url: 'https://example.org/' }),
      entity('hashtag', '#b@ringnews'),
      { type: 'hashtag', offset: 1, length: 3 }, // cuts a character in two
      { type: 'hashtag', offset: 3, length: 5000 },
      { type: 'hashtag', offset: -4, length: 2 },
      { type: 'hashtag', offset: 0, length: 0 },
      null,
    ];
    expect(adapt(telegram, post({ text, entities }))).toEqual([
      {
        id: 'telegram:-1001234567890/5',
        platform: 'telegram',
        created_at: '2026-01-01T00:00:00Z',
        author_id: 'telegram:-1001234567890',
        author_name: 'ringnews',
        text,
        url: 'https://t.me/ringnews/5',
        tags: ['Aurora', 'b'],
        links: ['https://example.com/x', 'https://example.org/'],
      },
    ]);
  });

  it('takes an edit, a caption, a reply, a forwarded post and a place', () => {
    const edited = eventOf(telegram, post({ text: 'new', edit_date: 1767225700 }, 'edited_channel_post'));
    expect(edited).toMatchObject({
      id: 'telegram:-1001234567890/5',
      text: 'new',
      version: 1767225700,
      created_at: '2026-01-01T00:00:00Z',
    });
    const picture = post({
      photo: [],
      caption: 'look #x',
      caption_entities: [{ type: 'hashtag', offset: 5, length: 2 }],
      reply_to_message: { message_id: 4, chat },
      forward_origin: { type: 'channel', chat: { id: -100999 }, message_id: 77, date: 1 },
      location: { latitude: 52.5, longitude: 13.4 },
    });
    expect(eventOf(telegram, picture)).toMatchObject({
      text: 'look #x',
      tags: ['x'],
      reply_to_id: 'telegram:-1001234567890/4',
      repost_of_id: 'telegram:-100999/77',
      lat: 52.5,
      lon: 13.4,
    });
    const private_ = eventOf(telegram, post({ text: 'x', chat: { id: -1, title: 'Closed' } }));
    expect(private_).toMatchObject({ author_name: 'Closed' });
    expect(private_).not.toHaveProperty('url');
  });

  it('takes a reply of getUpdates apart', () => {
    const bad = { update_id: 12, channel_post: { message_id: 6, chat, text: 'x' } };
    const reply = {
      ok: true,
      result: [post({ text: 'a' }), { update_id: 11, message: { text: 'private' } }, bad, 'x'],
    };
    expect(adapt(telegram, reply)).toEqual([
      eventOf(telegram, post({ text: 'a' })),
      { outcome: 'skipped' },
      { outcome: 'rejected', reason: 'missing:created_at', raw: JSON.stringify(bad) },
      { outcome: 'rejected', reason: 'not_a_message', raw: '"x"' },
    ]);
    expect(adapt(telegram, { ok: true, result: [] })).toEqual([{ outcome: 'skipped' }]);
  });

  it('passes over what says nothing', () => {
    expect(adapt(telegram, post({ new_chat_title: 'Rings' }))).toEqual([{ outcome: 'skipped' }]);
    expect(adapt(telegram, { update_id: 1, message_reaction_count: {} })).toEqual([{ outcome: 'skipped' }]);
  });

  it('knows an error reply, and what it says', () => {
    const conflict = {
      ok: false,
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request',
    };
    expect(adapt(telegram, conflict)).toEqual([{ outcome: 'rejected', reason: 'error_reply' }]);
    expect(telegram.complaint?.(conflict)).toMatch(/^Conflict/);
  });

  it.each([
    ['{"update_id":1,"channel_post":{"message_id"', 'not_json'],
    ['{}', 'not_a_message'],
    [JSON.stringify(post({ text: 'x', chat: null })), 'missing:id'],
    [JSON.stringify(post({ text: 'x', date: 'now' })), 'bad:created_at'],
    [JSON.stringify(post({ text: 'x', date: -5 })), 'bad:created_at'],
  ])('rejects %s as %s', (line, reason) => {
    expect(adapt(telegram, line)).toEqual([{ outcome: 'rejected', reason }]);
  });

  it('does not give up on an update that is nested too deep to be written', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const line = `{"ok":true,"result":[{"update_id":1,"channel_post":{"text":"x","deep":${deep}}}]}`;
    expect(adapt(telegram, line)).toEqual([{ outcome: 'rejected', reason: 'missing:id' }]);
  });
});
