package org.clipspark.model.input;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.clipspark.model.caption.CaptionCleaner;

/**
 * {@code text_cfg.tokenizer_kwargs} of open_clip's schema: how a model's tokenizer differs from what its file says.
 *
 * @param clean form that captions are brought into; if absent {@code lower} for byte pairs, as CLIP has it, and {@code
 *     whitespace} for a {@code tokenizer.json}
 */
public record TokenizerOptions(@JsonProperty("clean") Optional<CaptionCleaner> clean) {
    /** The tokenizer as its file says. */
    public static final TokenizerOptions NONE = new TokenizerOptions(Optional.empty());
}
