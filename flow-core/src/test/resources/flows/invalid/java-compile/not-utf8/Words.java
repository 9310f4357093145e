public final class Words {} // é
