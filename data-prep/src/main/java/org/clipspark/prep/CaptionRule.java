package org.clipspark.prep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** Decides which captions of a pair are kept. */
final class CaptionRule {
    /** Characters of a rejected caption that are kept for a look. */
    private static final int SHOWN_CHARACTERS = 4_096;

    private final int maximumLength;

    CaptionRule(CaptionConfig config) {
        this.maximumLength = config.maximumLength();
    }

    /** The text with its usable captions, stripped, in their order. */
    PairText usable(PairText text) {
        List<String> usable = new ArrayList<>();
        for (String caption : text.captions()) {
            String stripped = caption.strip();
            if (!stripped.isEmpty() && stripped.length() <= maximumLength) {
                usable.add(stripped);
            }
        }
        return text.withCaptions(usable);
    }

    /** Why none of the captions is usable, or empty if one is. */
    Optional<RowStatus> problem(PairText text) {
        int longest = 0;
        for (String caption : text.captions()) {
            int length = caption.strip().length();
            if (length > 0 && length <= maximumLength) {
                return Optional.empty();
            }
            longest = Math.max(longest, length);
        }
        return Optional.of(
                longest == 0
                        ? new RowStatus("empty_caption", "")
                        : new RowStatus("caption_too_long", longest + " characters, at most " + maximumLength));
    }

    /** The text as a rejected row keeps it: captions of any length would make a shard of rejects unreadable. */
    static PairText shown(PairText text) {
        return text.withCaptions(text.captions().stream()
                .map(caption -> caption.length() > SHOWN_CHARACTERS ? caption.substring(0, SHOWN_CHARACTERS) : caption)
                .toList());
    }
}
