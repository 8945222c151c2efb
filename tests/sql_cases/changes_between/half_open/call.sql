changes_between('2020-01-02', '2020-01-05')
