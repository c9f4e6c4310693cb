package org.clipspark.model.exchange;

import java.util.List;
import java.util.Set;
import org.clipspark.model.compute.ParameterLayout;

/** open_clip's and OpenAI's names, also as its distributed trainer and its two classes for the text tower write them. */
final class OpenClipNames implements TensorNames {
    private static final String REPLICATED = "module.";
    private static final String TEXT = "text.";
    private static final List<String> OF_TEXT =
            List.of("text_projection", "positional_embedding", "token_embedding.", "transformer.", "ln_final.");
    private static final Set<String> BUFFERS = Set.of("input_resolution", "context_length", "vocab_size");

    private final ParameterLayout layout;
    private final String prefix;

    OpenClipNames(Set<String> names, ParameterLayout layout) {
        this.layout = layout;
        boolean isReplicated = !names.isEmpty() && names.stream().allMatch(name -> name.startsWith(REPLICATED));
        this.prefix = isReplicated ? REPLICATED : "";
    }

    @Override
    public String scheme() {
        return "open_clip";
    }

    @Override
    public Placement place(String name) {
        String bare = bare(name);
        if (layout.find(bare).isEmpty()) {
            String custom = TEXT + bare;
            if (OF_TEXT.stream().anyMatch(bare::startsWith)
                    && layout.find(custom).isPresent()) {
                return Placement.whole(custom);
            }
            if (bare.startsWith(TEXT)
                    && layout.find(bare.substring(TEXT.length())).isPresent()) {
                return Placement.whole(bare.substring(TEXT.length()));
            }
        }
        return Placement.whole(bare);
    }

    @Override
    public boolean isBuffer(String name) {
        String bare = bare(name);
        boolean isCount = bare.endsWith(".num_batches_tracked") || bare.endsWith("attn_mask");
        return layout.find(bare).isEmpty() && (isCount || BUFFERS.contains(bare));
    }

    private String bare(String name) {
        return name.substring(prefix.length());
    }
}
