package org.clipspark.model.encoder;

import java.util.ArrayList;
import java.util.List;

/**
 * Layers of a tower that are locked together and learn at one rate; the groups are open_clip's.
 *
 * @param name what to call it: {@code embeddings}, {@code layer.0} and following, {@code proj}
 * @param members what the names of its parameters are, or begin with before a dot
 */
public record LayerGroup(String name, List<String> members) {
    /** Copies the list. */
    public LayerGroup {
        members = List.copyOf(members);
    }

    /** Whether the parameter of that name belongs to the group. */
    public boolean contains(String parameter) {
        return members.stream()
                .anyMatch(member -> parameter.startsWith(member)
                        && (parameter.length() == member.length() || parameter.charAt(member.length()) == '.'));
    }

    /**
     * Groups of a transformer, from the input on: what embeds the tokens, each block, the last one together with what
     * normalises its output, and the projection.
     *
     * @param blocks number of residual blocks, at least 1
     */
    static List<LayerGroup> ofTransformer(
            List<String> embeddings, String transformer, int blocks, List<String> output, String projection) {
        List<LayerGroup> groups = new ArrayList<>();
        groups.add(new LayerGroup("embeddings", embeddings));
        for (int block = 0; block < blocks; block++) {
            List<String> members = new ArrayList<>();
            members.add(transformer + ".resblocks." + block);
            if (block == blocks - 1) {
                members.addAll(output);
            }
            groups.add(new LayerGroup("layer." + block, members));
        }
        groups.add(new LayerGroup("proj", List.of(projection)));
        return groups;
    }
}
