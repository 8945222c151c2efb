"""Reading the live web as a good citizen: one client, its manners, what it brought and what is known of each page."""
