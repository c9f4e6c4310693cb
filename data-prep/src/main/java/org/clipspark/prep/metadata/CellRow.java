package org.clipspark.prep.metadata;

import java.util.List;
import java.util.Map;

/**
 * A row of a text table.
 *
 * @param cells its text
 * @param indices role to the number of its cell, from 0; a row may be too short
 */
public record CellRow(List<String> cells, Map<ColumnRole, Integer> indices) implements MetadataRow {
    /** Copies. */
    public CellRow {
        cells = List.copyOf(cells);
        indices = Map.copyOf(indices);
    }

    /** The cell, stripped. */
    @Override
    public String text(ColumnRole role) {
        int index = indices.getOrDefault(role, Integer.MAX_VALUE);
        return index < cells.size() ? cells.get(index).strip() : "";
    }

    @Override
    public List<String> captions() {
        return List.of(text(ColumnRole.CAPTION), text(ColumnRole.CAPTIONS)).stream()
                .filter(caption -> !caption.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public double number(ColumnRole role) {
        return Numbers.parse(text(role));
    }

    /** Numbers between brackets, separated by commas or spaces. */
    @Override
    public List<Float> embedding() {
        String text = text(ColumnRole.EMBEDDING).replaceAll("^\\[|\\]$", "").strip();
        if (text.isEmpty()) {
            return List.of();
        }
        String[] numbers = text.split("[,\\s]+", -1);
        return Numbers.embedding(numbers.length, i -> Numbers.parse(numbers[i]));
    }
}
