package org.clipspark.model.compute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each named parameter lies in the one flat vector of a replica. Names are open_clip's {@code state_dict} names,
 * in the order in which they were added. Behind the parameters lie the buffers: what a model keeps and saves but does not
 * train, such as running statistics.
 */
public final class ParameterLayout {
    private final Map<String, Entry> entries;
    private final long trainedSize;
    private final long size;

    private ParameterLayout(Map<String, Entry> entries, long trainedSize, long size) {
        this.entries = entries;
        this.trainedSize = trainedSize;
        this.size = size;
    }

    /**
     * One parameter or buffer.
     *
     * @param name open_clip's name
     * @param shape its dimensions
     * @param offset index of its first element in the flat vector
     */
    public record Entry(String name, Shape shape, long offset) {}

    /** Collects parameters in order. */
    public static final class Builder {
        private final Map<String, Shape> parameters = new LinkedHashMap<>();
        private final Map<String, Shape> buffers = new LinkedHashMap<>();

        /**
         * Adds a parameter behind those already added.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder add(String name, long... dimensions) {
            return add(parameters, name, dimensions);
        }

        /**
         * Adds a buffer behind those already added.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder addBuffer(String name, long... dimensions) {
            return add(buffers, name, dimensions);
        }

        private Builder add(Map<String, Shape> to, String name, long... dimensions) {
            if (parameters.containsKey(name) || buffers.containsKey(name)) {
                throw new IllegalArgumentException("Parameter '" + name + "' is already in the layout");
            }
            to.put(name, Shape.of(dimensions));
            return this;
        }

        /** The layout of all that was added, parameters first. */
        public ParameterLayout build() {
            Map<String, Entry> entries = new LinkedHashMap<>();
            long trained = place(parameters, 0, entries);
            return new ParameterLayout(entries, trained, place(buffers, trained, entries));
        }

        private static long place(Map<String, Shape> from, long start, Map<String, Entry> entries) {
            long offset = start;
            for (Map.Entry<String, Shape> named : from.entrySet()) {
                entries.put(named.getKey(), new Entry(named.getKey(), named.getValue(), offset));
                offset += named.getValue().size();
            }
            return offset;
        }
    }

    /** Number of floats of the flat vector, buffers included. */
    public long size() {
        return size;
    }

    /** Number of floats that are trained: those before the buffers. */
    public long trainedSize() {
        return trainedSize;
    }

    /** All parameters, then all buffers, in order. */
    public List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }

    /** All parameters, in order. */
    public List<Entry> trainedEntries() {
        return entries.values().stream()
                .filter(entry -> entry.offset() < trainedSize)
                .toList();
    }

    /** The parameter or buffer of that name, if there is one. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /**
     * The parameter or buffer of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Entry entry(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No parameter '" + name + "' in the layout"));
    }
}
