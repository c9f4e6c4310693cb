package org.clipspark.prep.filter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.clipspark.prep.twin.Contamination;
import org.clipspark.prep.twin.Duplicates;
import org.clipspark.prep.twin.TwinSearch;

/** A step that has to see all the rows that come so far. */
sealed interface SetStep extends Step {
    /** Columns that it reads. */
    List<String> columns();

    /** An expression of the user that it computes. */
    default Optional<String> expression() {
        return Optional.empty();
    }

    /** Rows that fail: {@code source, source_file, source_row, error_message}. */
    Dataset<Row> rejected(Dataset<Row> rows, Map<String, Dataset<Row>> evaluationSets, TwinSearch search);

    /** The best rows pass. */
    record Top(String name, TopFraction rule) implements SetStep {
        @Override
        public String status() {
            return Filters.REJECTED + name;
        }

        @Override
        public List<String> columns() {
            return List.of(rule.column());
        }

        @Override
        public Dataset<Row> rejected(Dataset<Row> rows, Map<String, Dataset<Row>> evaluationSets, TwinSearch search) {
            return search.keep(new TopRows(search, rule).rejected(rows));
        }
    }

    /** One row of each group passes. */
    record Distinct(String name, Duplicates rule) implements SetStep {
        @Override
        public String status() {
            return "duplicate_" + name;
        }

        @Override
        public List<String> columns() {
            return rule.columns();
        }

        @Override
        public Optional<String> expression() {
            return rule.prefer();
        }

        @Override
        public Dataset<Row> rejected(Dataset<Row> rows, Map<String, Dataset<Row>> evaluationSets, TwinSearch search) {
            return search.duplicates(rows, rule);
        }
    }

    /** Rows outside the evaluation sets pass. */
    record Decontaminated(String name, Contamination rule) implements SetStep {
        @Override
        public String status() {
            return "contaminated_" + name;
        }

        @Override
        public List<String> columns() {
            return rule.columns();
        }

        @Override
        public Dataset<Row> rejected(Dataset<Row> rows, Map<String, Dataset<Row>> evaluationSets, TwinSearch search) {
            return search.contaminated(rows, evaluationSets, rule);
        }
    }
}
