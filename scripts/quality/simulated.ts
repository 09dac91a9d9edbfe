import { z } from 'zod';
import { simulatePosts } from '../../src/streams/posts/simulator.ts';

const Post = z.object({
  text: z.string().optional(),
  lang: z.string().optional(),
  location: z.string().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
});

/** What enrichment reads of a simulated post. */
export type SimulatedPost = z.infer<typeof Post>;

/** The well-formed ones among the first posts of a simulation that is always the same. */
export function simulatedPosts(count: number): readonly SimulatedPost[] {
  const lines = simulatePosts({ seed: 7, start: Date.UTC(2026, 0, 5), rate: 1 });
  return Array.from({ length: count }, () => lines.next().value.line).flatMap((line) => {
    try {
      const { data } = Post.safeParse(JSON.parse(line));
      return data === undefined ? [] : [data];
    } catch {
      return [];
    }
  });
}
