package org.clipspark.model.compute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each named parameter lies in the one flat vector of a replica. Names are open_clip's {@code state_dict} names,
 * in the order in which they were added.
 */
public final class ParameterLayout {
    private final Map<String, Entry> entries;
    private final long size;

    private ParameterLayout(Map<String, Entry> entries, long size) {
        this.entries = entries;
        this.size = size;
    }

    /**
     * One parameter.
     *
     * @param name open_clip's name
     * @param shape its dimensions
     * @param offset index of its first element in the flat vector
     */
    public record Entry(String name, Shape shape, long offset) {}

    /** Collects parameters in order. */
    public static final class Builder {
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private long size;

        /**
         * Adds a parameter behind those already added.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder add(String name, long... dimensions) {
            Entry entry = new Entry(name, Shape.of(dimensions), size);
            if (entries.putIfAbsent(name, entry) != null) {
                throw new IllegalArgumentException("Parameter '" + name + "' is already in the layout");
            }
            size += entry.shape().size();
            return this;
        }

        /** The layout of all added parameters. */
        public ParameterLayout build() {
            return new ParameterLayout(new LinkedHashMap<>(entries), size);
        }
    }

    /** Number of floats of the flat vector. */
    public long size() {
        return size;
    }

    /** All parameters, in order. */
    public List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }

    /** The parameter of that name, if there is one. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /**
     * The parameter of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Entry entry(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No parameter '" + name + "' in the layout"));
    }
}
