package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.clipspark.prep.shard.PairText;

/** Makes captions from the name of a class. */
final class CaptionTemplates implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<String> templates;

    CaptionTemplates(List<String> templates) {
        this.templates = templates;
    }

    /** The text itself if it has a caption or no class, otherwise with one caption for each template. */
    PairText fill(PairText text, String key) {
        return text.captions().isEmpty() && !text.className().isEmpty() ? about(text.className(), text, key) : text;
    }

    /** The text with one caption for each template about something. */
    PairText about(String thing, PairText text, String key) {
        if (templates.isEmpty()) {
            return text;
        }
        String name = thing.replace('_', ' ').strip();
        List<String> captions = new ArrayList<>();
        // The key chooses the first caption: where only that is used, a class still has varied text.
        int first = Math.floorMod(key.hashCode(), templates.size());
        for (int i = 0; i < templates.size(); i++) {
            captions.add(templates.get((first + i) % templates.size()).replace("{c}", name));
        }
        return text.withCaptions(captions);
    }
}
